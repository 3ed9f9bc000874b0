import { createHash } from 'node:crypto'
import { CachedResponse } from '../../protocol/schema/cached-response.ts'
import { Failure } from '../../protocol/schema/failure.ts'
import { RawBody, type Service } from '../../protocol/schema/handler.ts'
import type { LongWork } from '../../protocol/schema/long-work.ts'
import type { Operation } from '../../protocol/schema/operation.ts'
import { Streamed } from '../../protocol/schema/streamed.ts'
import { principalOf, type ServiceContext } from '../shared/context.ts'
import { jsonColumnOfType } from '../shared/json-column.ts'
import type { ResponseCache } from './answer-cache.ts'

/** What an answer takes of memory, for each character of its JSON: its values, and its texts in some formats. */
const bytesPerCharacter = 4

/** Fields, at whatever depth, that tell of the making of an answer, and not of what is answered. */
const ofTheMaking = new Set(['DateCached', 'BypassCache', 'AppInitTime', 'ServerID'])

/**
 * Makes a service whose reads are answered again while nothing has changed. BypassCache has one read anew, for those who
 * come later too; DateCached tells when an answer was really made.
 *
 * @param make the service on the context it is given: the server's own, or one whose reads are remembered
 */
export function withCachedReads(
  make: (context: ServiceContext) => Service,
  context: ServiceContext,
  cache: ResponseCache | null,
): Service {
  const plain = make(context)
  const { operation } = plain
  if (!cache || !operation.routes.some(({ verb }) => verb === 'GET')) return plain
  const requests = jsonColumnOfType(operation.request)
  const contentOf = contentReader(operation)
  return {
    operation,
    async handle(request, call) {
      if (call.verb !== 'GET') return plain.handle(request, call)
      const bypasses = 'BypassCache' in request && request.BypassCache === true
      const asked = requests.write({ ...request, BypassCache: false })
      const key = `${operation.name} ${principalOf(call).clientId} ${asked}`
      const found = bypasses ? undefined : cache.find(key)
      if (found) return found
      const reading = cache.begin(key)
      // Whoever is given the answer later did not ask for it to be read anew.
      const plainly = bypasses ? { ...request, BypassCache: false } : request
      const answer = await make({ ...context, engine: reading.engine }).handle(plainly, call)
      if (answer instanceof Failure || answer instanceof Streamed) return answer
      const { validator, length } = await contentOf(answer, call.work)
      const kept = new CachedResponse(answer, validator)
      reading.keep(kept, key.length + length * bytesPerCharacter)
      return bypasses && 'BypassCache' in answer ? { ...answer, BypassCache: true } : kept
    },
  }
}

/** What an answer tells: the same validator for the same content, and how long its JSON is. */
interface Content {
  readonly validator: string
  readonly length: number
}

/** Reads the content of an operation's answers, their lists item by item. */
function contentReader({ response }: Operation): (answer: object, work: LongWork) => Promise<Content> {
  const lists = response.fields.flatMap(({ name, type }) =>
    type.kind === 'list' && type.item.kind === 'dto' ? [{ name, item: jsonColumnOfType(type.item) }] : [],
  )
  const withoutLists = Object.fromEntries(lists.map(({ name }) => [name, null]))
  const rest = jsonColumnOfType(response)
  const told = (name: string, value: unknown) => (ofTheMaking.has(name) ? undefined : value)
  return async (answer, work) => {
    const hash = createHash('sha256')
    let length = 0
    const add = (text: string) => {
      hash.update(text)
      length += text.length
    }
    if (answer instanceof RawBody) add(answer.text)
    else {
      add(JSON.stringify(rest.json({ ...answer, ...withoutLists }), told))
      const members = new Map<string, unknown>(Object.entries(answer))
      for (const { name, item } of lists) {
        const items = members.get(name)
        if (!Array.isArray(items)) continue
        add(name)
        await work.forEach(items, (each: unknown) =>
          add(typeof each === 'object' && each !== null ? JSON.stringify(item.json(each), told) : 'null'),
        )
      }
    }
    return { validator: hash.digest('base64url').slice(0, 27), length }
  }
}
