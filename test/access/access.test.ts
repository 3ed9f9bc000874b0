import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '../../src/contract/index.ts'
import { sandboxOperations } from '../../src/contract/sandbox/index.ts'
import type { Operation, Verb } from '../../src/protocol/schema/operation.ts'
import { examples } from '../reference/examples.ts'
import { type Answer, call, client, otherClient } from '../support/http-server.ts'
import {
  addressesOf,
  type Fields,
  type Place,
  placesOf,
  type RequestFormat,
  requestFormats,
  written,
} from './requests.ts'
import { foreign, marker, nowhere, openWorld, type World } from './world.ts'

/*
 * Every operation of the contract is called by everybody who may not call it, in every format, at every address, and by who may
 * with the numbers and names of another client in every place of its request. An operation that is added to the contract is
 * in the test by that, with the examples that its reference page needs anyway.
 */

/** A call that the client's own administrator may make, and that works after those before it. */
interface Base {
  readonly operation: Operation
  readonly verb: Verb
  readonly fields: Fields
  /** What it is answered with. */
  readonly status: number
  /** What has to be there: the calls of the same page before it. */
  readonly before: readonly { readonly verb: Verb; readonly fields: Fields }[]
}

const guarded = [...operations, ...sandboxOperations].filter(({ roles }) => roles.length > 0)
/** Whether a request names the client; one that does not is meant for the caller's own. */
const namesClient = ({ request }: Operation) => request.fields.some(({ name }) => name === 'ClientID')

function basesOf(operation: Operation): Base[] {
  const list = (examples[operation.name] ?? []).map(({ verb, fields, status }) => ({
    verb,
    status,
    fields: { ClientID: client, ...fields },
  }))
  return list.map(({ verb, fields, status }, i) => ({ operation, verb, fields, status, before: list.slice(0, i) }))
}

const counts = {
  operations: new Set<string>(),
  identities: new Set<string>(),
  formats: new Set<string>(),
  routes: new Set<string>(),
  places: new Set<string>(),
  calls: 0,
}

let world: World
/** A world in which the calls before a base were made, and nothing else. */
let stage: { base: Base | null; digest: string } = { base: null, digest: '' }

beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => {
  await world.stop()
  const { calls, ...sets } = counts
  const sizes = Object.entries(sets).map(([name, set]) => `${set.size} ${name}`)
  process.stdout.write(`access: ${calls} calls, ${sizes.join(', ')}\n`)
})

/** Makes a call, and holds the answer against what must never be in one. */
async function ask(
  base: Base,
  address: string,
  fields: Fields,
  format: RequestFormat,
  headers: Record<string, string>,
): Promise<Answer> {
  const isBatch = address.endsWith('[]')
  const request = written(base.operation.request, base.verb, address, fields, isBatch ? 'json' : format)
  const body = isBatch && request.body !== undefined ? `[${request.body}]` : request.body
  const answer = await call(base.verb, world.server.url + request.path, body, { ...request.headers, ...headers })
  counts.calls++
  counts.formats.add(format)
  counts.routes.add(`${base.verb} ${address}`)
  const all = `${answer.text}${JSON.stringify([...answer.headers])}`
  // What the request names, a refusal may name too.
  const said = foreign.texts.reduce((rest, name) => rest.replaceAll(name, ''), all.toLowerCase())
  expect(said).not.toContain(marker.toLowerCase())
  return answer
}

/** Sets the stage for a base, unless it is set. */
async function setStage(base: Base): Promise<void> {
  // What a sandbox has of its own is in no table.
  if (stage.base === base && namesClient(base.operation) && world.digest() === stage.digest) return
  world.restore()
  // What a sandbox has of its own is put back too, so that the tests may come in any order.
  for (const path of ['/sandbox/faults', '/sandbox/clock']) {
    await call('DELETE', world.server.url + path, undefined, world.owner)
  }
  for (const { verb, fields } of base.before) {
    await ask({ ...base, verb }, addressesOf(base.operation, verb, fields)[0] ?? '', fields, 'json', world.owner)
  }
  stage = { base, digest: world.digest() }
}

const isRefused = ({ status }: Answer) => [401, 403, 404].includes(status)

describe.each(guarded)('$name', (operation) => {
  const bases = basesOf(operation)
  counts.operations.add(operation.name)

  test('has examples, so that there is something to try', () => {
    expect(bases).not.toEqual([])
    for (const base of bases) expect(addressesOf(operation, base.verb, base.fields)).not.toEqual([])
  })

  test('has a call that its client may make, for each verb', async () => {
    const verbs = new Set<Verb>()
    for (const base of bases) {
      await setStage(base)
      for (const format of requestFormats) {
        await setStage(base)
        const [address = ''] = addressesOf(operation, base.verb, base.fields)
        const { status, text } = await ask(base, address, base.fields, format, world.owner)
        // 409: refused by a rule, once all that it names was found.
        expect({ verb: base.verb, format, status, text }).toMatchObject({
          status: expect.toSatisfy((s) => s === 200 || s === 409 || s === base.status),
        })
      }
      verbs.add(base.verb)
    }
    expect([...verbs].sort()).toEqual([...new Set(operation.routes.map(({ verb }) => verb))].sort())
  })

  test('lets nobody in who has no business there, at any address, in any format', async () => {
    for (const base of bases) {
      await setStage(base)
      const limited = base.verb === 'GET' ? world.writers : world.readers
      for (const [identity, headers] of [...world.strangers, ...limited]) {
        counts.identities.add(identity)
        for (const address of addressesOf(operation, base.verb, base.fields)) {
          for (const format of requestFormats) {
            const answer = await ask(base, address, base.fields, format, headers)
            expect([identity, address, format, [401, 403].includes(answer.status)]).toEqual([
              identity,
              address,
              format,
              true,
            ])
          }
        }
      }
      expect(world.digest()).toBe(stage.digest)
    }
  })

  test.runIf(namesClient(operation))('lets no neighbour in, however the client is named', async () => {
    for (const base of bases) {
      await setStage(base)
      counts.identities.add('a neighbour')
      for (const address of addressesOf(operation, base.verb, base.fields)) {
        for (const format of requestFormats) {
          const there = await ask(base, address, base.fields, format, world.neighbour)
          expect([address, format, there.status]).toEqual([address, format, 404])
          const twice = address.endsWith('[]') ? address : `${address}?ClientID=${otherClient}`
          if (base.verb === 'GET' || address.endsWith('[]')) continue
          const named = await ask(base, twice, base.fields, format, world.neighbour)
          expect([twice, format, isRefused(named)]).toEqual([twice, format, true])
        }
      }
      expect(world.digest()).toBe(stage.digest)
    }
  })

  test('finds nothing of another client, in any place of its request, in any format', async () => {
    let turn = 0
    for (const base of bases) {
      for (const place of placesOf(operation.request)) {
        counts.places.add(`${operation.name} ${place.name}`)
        const names = place.isText ? [...foreign.texts, ...foreign.numbers] : foreign.numbers
        for (const id of names)
          await comparedWithNowhere(base, place, id, requestFormats[turn++ % requestFormats.length] ?? 'json')
      }
    }
  }, 120_000)
})

/** What is another's is answered as what is nobody's; where that works, because anybody may choose the name, it is one's own. */
async function comparedWithNowhere(
  base: Base,
  place: Place,
  id: number | string,
  format: RequestFormat,
): Promise<void> {
  const [address = ''] = addressesOf(base.operation, base.verb, base.fields)
  const askFor = async (name: number | string) => {
    await setStage(base)
    const fields = place.with(base.fields, place.isText ? String(name) : name)
    return told(await ask(base, address, fields, format, world.owner), name)
  }
  const about = { operation: base.operation.name, verb: base.verb, place: place.name, format, id }
  const expected = await askFor(typeof id === 'string' ? nowhere.text : nowhere.number)
  expect({ ...about, told: await askFor(id) }).toEqual({ ...about, told: expected })
  counts.identities.add('its own administrator, naming what is another’s')
}

/** What can be learnt from an answer, but for what it repeats of the request, and the time. */
function told({ status, text }: Answer, id: number | string) {
  const changing = /\d{4}-\d\d-\d\dT[\d:.]+Z?|\/Date\(\d+[+-]\d+\)\/|[0-9a-f]{32}/g
  // What is one's own by now is told as it is.
  if (status === 200) return { status }
  return { status, text: text.replaceAll(String(id), '#').replaceAll(changing, '*') }
}
