import { finderByName } from '../../protocol/formats/members.ts'
import type { CallRecord } from '../../protocol/host/interceptor.ts'
import type { Operation } from '../../protocol/schema/operation.ts'

/** What in the query string is for the host, and no field of a request. */
const ofHost = new Set(['format', 'callback', 'jsconfig'])

/**
 * What the original would have lost of a call in silence: a reason each, from wire-format.md and what was observed of a
 * ServiceStack host of 4.0.30.
 * @param ignored the names that no field of the operation has
 */
export function compatibilityWarnings(notes: CallRecord, body: string, ignored: readonly string[]): string[] {
  const { media, failure, operation } = notes
  if (!operation) return []
  const type = media?.type ?? 'application/json'
  const isJsv = /^(?:text|application)\/jsv$/.test(type)
  const isJson = /^(?:text|application)\/json$/.test(type)
  const found: string[] = []
  if (isJsv && /^\s*[{[]\s/.test(body)) {
    found.push('The body is indented JSV, which the original reads as an empty request, without an error.')
  }
  if (isJsv && /^\s*\{\s*"/.test(body)) {
    found.push(
      'The names of the body are quoted (JSON sent as JSV): the original knows none of them, and reads nothing.',
    )
  }
  if ((isJson || isJsv) && body !== '' && failure && notes.isUnreadable) {
    const fields = failure.reasons.flatMap(({ field }) => field ?? [])
    found.push(
      fields.length > 0
        ? `${fields.join(', ')}: the original takes a value of the wrong type for none, drops the list or reads 0, and goes on.`
        : 'The body is broken or cut short: the original goes on with what it can read of it, or with an empty request.',
    )
  }
  for (const [name, values] of queryOf(notes.url)) {
    if (values.includes('[object Object]')) {
      found.push(`${name}: its client wrote an object as “[object Object]”, which the original ignores.`)
    }
  }
  if (ignored.length > 0) {
    found.push(`${ignored.join(', ')}: no field of ${operation.name} has this name. It is ignored, here as there.`)
  }
  found.push(...overriding(operation, notes))
  return found
}

/** Names in the query string that the path has too: in newer hosts the query wins, and may lead to another client. */
function overriding(operation: Operation, { url, verb }: CallRecord): string[] {
  const inPath = new Set(
    operation.routes.filter((route) => route.verb === verb).flatMap(({ path }) => [...path.matchAll(/\{(\w+)\}/g)]),
  )
  const names = new Set([...inPath].map(([, name = '']) => name.toLowerCase()))
  const isRoute = /^\/Ams\//i.test(url)
  return [...queryOf(url).keys()]
    .filter((name) => isRoute && names.has(name.toLowerCase()))
    .map((name) => `${name} is in the path and in the query string: here the path counts, in newer hosts the query.`)
}

/** The most names that are told, and how much of each. */
const [mostNames, longestName] = [50, 100]

/**
 * The names that a call sent and that no field of its operation has: in the query string, in a form, or at the top of a body of JSON
 * or JSV. The first {@link mostNames} of them.
 */
export function ignoredNames(operation: Operation, { url, media }: CallRecord, body: string): string[] {
  const find = finderByName(operation.request.fields)
  const inBody = media?.type === formType ? [...new URLSearchParams(body).keys()] : namesIn(body)
  const names = new Set([...[...queryOf(url).keys()].filter((name) => !ofHost.has(name.toLowerCase())), ...inBody])
  const found: string[] = []
  for (const name of names) {
    if (name !== '' && !find(name)) found.push(name.slice(0, longestName))
    if (found.length === mostNames) break
  }
  return found
}

const formType = 'application/x-www-form-urlencoded'

function queryOf(url: string): Map<string, string> {
  const start = url.indexOf('?')
  return new Map(start < 0 ? [] : new URLSearchParams(url.slice(start + 1)))
}

/** The names at the top of an object, of JSON or of JSV: what stands at the first depth, before a colon. */
function namesIn(body: string): string[] {
  try {
    const parsed: unknown = JSON.parse(body)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? Object.keys(parsed) : []
  } catch {
    return body.trimStart().startsWith('{') ? jsvNames(body) : []
  }
}

function jsvNames(body: string): string[] {
  const names: string[] = []
  let [depth, isQuoted, start] = [0, false, -1]
  for (let at = 0; at < body.length; at++) {
    const char = body[at] ?? ''
    if (char === '"') isQuoted = !isQuoted
    if (isQuoted) continue
    if (char === '{' || char === '[') depth++
    if (char === '}' || char === ']') depth--
    if (depth !== 1) continue
    if (char === '{' || char === ',') start = at + 1
    else if (char === ':' && start >= 0) {
      names.push(body.slice(start, at).trim().replaceAll('"', ''))
      start = -1
    }
  }
  return names
}
