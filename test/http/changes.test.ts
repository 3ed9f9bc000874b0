import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { revokeKey } from '../../src/accounts/keys.ts'
import { programLog } from '../../src/observability/log.ts'
import { startServer } from '../../src/server/server.ts'
import { ChangeTrackingEngine } from '../../src/store/change-tracking.ts'
import { openStore } from '../../src/store/open.ts'
import { ask } from '../support/counters.ts'
import {
  addKey,
  basic,
  call,
  client,
  event,
  otherClient,
  partsOf,
  serverSettings,
  startTestServer,
  type TestServer,
} from '../support/http-server.ts'
import { openLogFile } from '../support/log-file.ts'

let server: TestServer
let now: number
const watched: AsyncGenerator<Message>[] = []
beforeEach(async () => {
  now = Date.now()
  const sessions = [{ id: 1, places: 1 }, { id: 2 }]
  server = await startTestServer({ registrations: 3, sessions }, { now: () => now })
})
afterEach(async () => {
  for (const each of watched.splice(0)) await each.return(undefined)
  await server.stop()
})

interface Message {
  readonly name: string | undefined
  readonly counters: Readonly<Record<string, number>>[]
}

/** The messages that a watcher is told. */
async function watch(
  headers: Record<string, string> = basic(server.key),
  url = server.url,
): Promise<AsyncGenerator<Message>> {
  const aborter = new AbortController()
  const response = await fetch(`${url}/Ams/${client}/Event/${event}/Changes`, { headers, signal: aborter.signal })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const messages = messagesOf(response, aborter)
  watched.push(messages)
  return messages
}

async function* messagesOf(response: Response, aborter: AbortController): AsyncGenerator<Message> {
  let text = ''
  try {
    for await (const part of partsOf(response)) {
      text += part
      for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
        const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(text.slice(0, end)) ?? []
        text = text.slice(end + 2)
        if (data !== undefined) yield { name, counters: JSON.parse(data).Counters }
      }
    }
  } finally {
    aborter.abort()
  }
}

const next = async (messages: AsyncGenerator<Message>): Promise<Message> => {
  const { value, done } = await messages.next()
  if (done) throw new Error('The stream ended')
  return value
}
const assign = (BadgeNumber: number, SessionIds: number[], more = {}, method = 'POST', url = server.sessionsUrl) =>
  call(method, url, { BadgeNumber, SessionIds, ...more }, basic(server.key))

test('tells how all sessions stand, and then each change', async () => {
  const messages = await watch()
  expect(await next(messages)).toEqual({
    name: 'state',
    counters: [
      { SessionId: 1, Taken: 0, Capacity: 1, Waitlisted: 0 },
      { SessionId: 2, Taken: 0, Capacity: 0, Waitlisted: 0 },
    ],
  })
  await assign(1, [1])
  expect(await next(messages)).toEqual({
    name: 'change',
    counters: [{ SessionId: 1, Taken: 1, Capacity: 1, Waitlisted: 0 }],
  })
  await assign(2, [1], { Waitlist: true })
  expect((await next(messages)).counters).toMatchObject([{ SessionId: 1, Waitlisted: 1 }])
  await assign(1, [1], {}, 'DELETE')
  expect((await next(messages)).counters).toMatchObject([{ SessionId: 1, Taken: 1, Waitlisted: 0 }])
})

test('many changes are told together, the same to all who watch', async () => {
  const [one, other] = [await watch(), await watch()]
  await Promise.all([next(one), next(other)])
  for (let badge = 1; badge <= 3; badge++) await assign(badge, [2])
  const last = async (messages: AsyncGenerator<Message>) => {
    for (;;) {
      const { counters } = await next(messages)
      if (counters[0]?.Taken === 3) return counters
    }
  }
  expect(await last(one)).toEqual(await last(other))
})

test('what another process changes is told too', async () => {
  const engine = new ChangeTrackingEngine(await openStore(server.database.url))
  const second = await startServer(engine, serverSettings(), programLog('silent'))
  const messages = await watch(basic(server.key), second.url)
  await next(messages)
  await assign(1, [2])
  expect((await next(messages)).counters).toMatchObject([{ SessionId: 2, Taken: 1 }])
  await second.stop()
  await engine.close()
})

test('a deleted session is in no state any more, neither for those who watch already nor for new ones', async () => {
  const messages = await watch()
  await next(messages)
  await ask(server, 'DELETE', `Event/${event}/Sessions/2`)
  const left = { name: 'state', counters: [{ SessionId: 1, Taken: 0, Capacity: 1, Waitlisted: 0 }] }
  expect(await next(messages)).toEqual(left)
  expect(await next(await watch())).toEqual(left)
})

test('the stream of an event ends when the event is deleted', async () => {
  const messages = await watch()
  await next(messages)
  const answer = await ask(server, 'DELETE', `Events/${event}?Force=true`)
  expect(answer.status).toBe(200)
  expect(await messages.next()).toEqual({ done: true, value: undefined })
})

test('that an event can no longer be read is logged, once and not at every attempt', async () => {
  const logFile = await openLogFile()
  const engine = new ChangeTrackingEngine(await openStore(server.database.url))
  const second = await startServer(engine, serverSettings(), logFile.log)
  const messages = await watch(basic(server.key), second.url)
  await next(messages)
  await engine.close()
  const failures: unknown[] = []
  const read = async () => {
    logFile.log.flush()
    failures.push(...(await logFile.lines()).filter(({ msg }) => msg === 'changes of an event cannot be read'))
    return failures.length
  }
  await expect.poll(read).toBe(1)
  await second.stop()
  expect(await read()).toBe(1)
  await logFile.remove()
})

describe('is told', () => {
  test('to nobody else', async () => {
    const path = (tenant: number, of = event) => `${server.url}/Ams/${tenant}/Event/${of}/Changes`
    expect((await call('GET', path(client))).status).toBe(401)
    expect((await call('GET', path(client), undefined, basic(server.otherKey))).status).toBe(404)
    expect((await call('GET', path(client, 99), undefined, basic(server.key))).status).toBe(404)
    expect((await call('GET', path(otherClient), undefined, basic(server.otherKey))).text).toContain('"SessionId":1')
  })

  test('no longer once the key has ended', async () => {
    const key = await addKey(server.engine, client)
    const messages = await watch(basic(key))
    await next(messages)
    await revokeKey(server.engine, client, key.id, { principal: 'test', requestId: 'test', at: now })
    now += 15_000
    await assign(1, [2])
    expect(await messages.next()).toEqual({ done: true, value: undefined })
  })

  test('until the server ends, which does not wait for those who watch', async () => {
    const alone = await startTestServer({ sessions: [{ id: 1 }] })
    const messages = await watch(basic(alone.key), alone.url)
    await next(messages)
    await alone.stop()
    expect(await messages.next()).toEqual({ done: true, value: undefined })
  })
})
