import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { maxSessionsPerKey } from '../../src/accounts/session-limit.ts'
import { programLog } from '../../src/observability/log.ts'
import type { CallSummary } from '../../src/protocol/host/access-log.ts'
import type { Engine } from '../../src/store/engine.ts'
import {
  type Answer,
  basic,
  call,
  client,
  event,
  otherClient,
  startTestServer,
  type TestServer,
} from '../support/http-server.ts'

type Settings = NonNullable<Parameters<typeof startTestServer>[1]>

let server: TestServer
const start = async (registrations: number, settings: Settings = {}) => {
  server = await startTestServer({ registrations, sessions: [{ id: 101 }] }, settings)
}
afterEach(() => server.stop())

const registrants = () => ({ ClientID: client, EventID: event, BypassCache: true })
const readAll = (items: number, signal?: AbortSignal) =>
  call(
    'POST',
    `${server.url}/json/reply/EventRegistrants[]`,
    Array.from({ length: items }, registrants),
    { ...basic(server.key), 'x-http-method-override': 'GET' },
    signal,
  )
const read = (query = '', signal?: AbortSignal) =>
  call(
    'GET',
    `${server.url}/Ams/${client}/Event/${event}/EventRegistrants?BypassCache=true${query}`,
    undefined,
    basic(server.key),
    signal,
  )
const readElsewhere = () =>
  call('GET', `${server.url}/Ams/${otherClient}/Event/${event}/EventRegistrants`, undefined, basic(server.otherKey))
const outcome = ({ status, json }: Answer) => [status, json.ResponseStatus.ErrorCode]

/** How many calls of another tenant are answered, one after the other, until `work` is done. */
async function answeredDuring(work: Promise<unknown>): Promise<number> {
  let isDone = false
  let answered = 0
  const end = work.finally(() => {
    isDone = true
  })
  while (!isDone) {
    const { status } = await readElsewhere()
    if (!isDone && status === 200) answered++
  }
  await end
  return answered
}

/** A log that keeps what it is told of calls. */
function keptLog() {
  const calls: CallSummary[] = []
  const log = { ...programLog('silent'), answered: (facts: CallSummary) => void calls.push(facts) }
  return { calls, log }
}

/** Calls `seen` with the number of each read of the first tenant's rows. */
const countingReads =
  (seen: (reads: number) => void) =>
  (engine: Engine): Engine => {
    let reads = 0
    return new Proxy(engine, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        if (name !== 'all') return value.bind(target)
        return (statement: unknown, args: { client?: number }) => {
          if (args.client === client) seen(++reads)
          return value.call(target, statement, args)
        }
      },
    })
  }

/** An engine whose lists for the first tenant are read once `opened` has resolved. */
const waitingFor =
  (opened: Promise<void>) =>
  (engine: Engine): Engine =>
    new Proxy(engine, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        if (name !== 'all') return value.bind(target)
        return async (statement: unknown, args: { client?: number }) => {
          if (args.client === client) await opened
          return value.call(target, statement, args)
        }
      },
    })

describe('concurrent calls', () => {
  test('of a tenant are limited, other tenants are served, and a call that has ended makes room', async () => {
    let open = () => {}
    const opened = new Promise<void>((resolve) => {
      open = resolve
    })
    const limits = { tenant: { maxCalls: 2, maxLongCalls: 2, maxWaiting: 2 } }
    await start(1, { limits, between: waitingFor(opened) })
    const calls = [read(), read(), read()]
    const rejected = await Promise.race(calls)
    expect(outcome(rejected)).toEqual([429, 'TooManyConcurrentCalls'])
    expect(rejected.headers.get('retry-after')).toBe('1')
    expect((await readElsewhere()).status).toBe(200)
    open()
    const statuses = (await Promise.all(calls)).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([200, 200, 429])
    expect((await read()).status).toBe(200)
  })
})

test('callers who leave while they are authenticated take no share of their tenant with them', async () => {
  await start(1, { limits: { tenant: { maxCalls: 5, maxLongCalls: 2, maxWaiting: 2 } } })
  const { hostname, port } = new URL(server.url)
  const signedIn = await call('POST', `${server.url}/auth/credentials`, {
    UserName: server.key.id,
    Password: server.key.secret,
    UseTokenCookie: true,
  })
  const token = /ss-tok=([^;]+)/.exec(signedIn.headers.getSetCookie().join('\n'))?.[1]
  for (let i = 0; i < 100; i++) {
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    socket.write(`GET /Ams/${client}/EventIDs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`, () =>
      socket.resetAndDestroy(),
    )
    await once(socket, 'close')
  }
  const again = () => call('GET', `${server.url}/Ams/${client}/EventIDs`, undefined, basic(server.key))
  await expect.poll(async () => (await again()).status).toBe(200)
})

test('a batch of writes ends when its caller has gone', async () => {
  const gone = new AbortController()
  const { calls, log } = keptLog()
  await start(1, { log })
  const assignments = Array.from({ length: 800 }, () => ({
    ClientID: client,
    EventID: event,
    BadgeNumber: 1,
    SessionIds: [101],
  }))
  const batch = call(
    'POST',
    `${server.url}/json/reply/RegistrationSessionRequest[]`,
    assignments,
    basic(server.key),
    gone.signal,
  )
  await Promise.all([
    expect(batch).rejects.toThrow('aborted'),
    Promise.resolve().then(() => setImmediate(() => gone.abort())),
  ])
  await expect.poll(() => calls.map(({ status }) => status).filter((status) => status !== 499)).toEqual([])
})

describe('a batch of reads', () => {
  test('lets other tenants be answered while it is in progress', async () => {
    await start(300)
    const batch = readAll(60)
    expect(await answeredDuring(batch)).toBeGreaterThan(3)
    expect((await batch).status).toBe(200)
  })

  test('ends when its caller has gone, and the log says so', async () => {
    const gone = new AbortController()
    const { calls, log } = keptLog()
    let reads = 0
    const between = countingReads((count) => {
      reads = count
      if (count === 3) gone.abort()
    })
    await start(80, { log, between })
    await expect(readAll(200, gone.signal)).rejects.toThrow('aborted')
    await expect.poll(() => calls.map(({ status, code }) => [status, code])).toEqual([[499, 'ClientClosedRequest']])
    expect(reads).toBeLessThan(200)
  })

  test('is refused at the item that comes after the most rows of an answer', async () => {
    await start(60, { limits: { work: { maxRows: 100, maxAnswerBytes: 1_000_000, maxMs: 30_000 } } })
    const answer = await readAll(5)
    expect(outcome(answer)).toEqual([413, 'AnswerTooLarge'])
    expect(answer.json.ResponseStatus).toMatchObject({ Meta: { AutoBatchIndex: '2' } })
    expect(answer.headers.get('x-autobatch-completed')).toBe('2')
    expect((await readAll(2)).status).toBe(200)
  })

  test('is refused once its time is spent', async () => {
    await start(300, { limits: { work: { maxRows: 20_000, maxAnswerBytes: 33_554_432, maxMs: 1 } } })
    expect(outcome(await readAll(60))).toEqual([503, 'TimeLimitExceeded'])
    expect((await readElsewhere()).status).toBe(200)
  })
})

describe('long reads', () => {
  test.each(['json', 'jsv', 'xml', 'csv', 'html'])(
    'in %s let other tenants be answered while they are in progress',
    async (format) => {
      await start(1_000)
      const reading = Promise.all(Array.from({ length: 8 }, () => read(`&format=${format}`)))
      expect(await answeredDuring(reading)).toBeGreaterThan(3)
      for (const { status } of await reading) expect(status).toBe(200)
    },
  )

  test('wait for the turn of their tenant, and are refused when too many wait', async () => {
    await start(2_000, { limits: { tenant: { maxCalls: 100, maxLongCalls: 1, maxWaiting: 1 } } })
    const answers = await Promise.all(Array.from({ length: 6 }, () => read()))
    const refused = answers.filter(({ status }) => status !== 200)
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(2)
    expect(refused.length).toBeGreaterThan(0)
    for (const answer of refused) {
      expect(outcome(answer)).toEqual([429, 'TooManyLongCalls'])
      expect(answer.headers.get('retry-after')).toBe('5')
    }
    expect((await read()).status).toBe(200)
  })

  test('end when their caller has gone, which frees the turn of their tenant', async () => {
    const gone = new AbortController()
    const { calls, log } = keptLog()
    const between = countingReads(() => gone.abort())
    await start(2_000, { log, between, limits: { tenant: { maxCalls: 100, maxLongCalls: 1, maxWaiting: 1 } } })
    await expect(read('', gone.signal)).rejects.toThrow('aborted')
    await expect.poll(() => calls.map(({ code }) => code)).toEqual(['ClientClosedRequest'])
    expect((await read()).status).toBe(200)
  })

  test.each([100, 600])('of %i rows that would answer more bytes than answers may have are refused', async (rows) => {
    await start(rows, { limits: { work: { maxRows: 20_000, maxAnswerBytes: 10_000, maxMs: 30_000 } } })
    expect(outcome(await read())).toEqual([413, 'AnswerTooLarge'])
    expect((await read('&PageSize=10')).status).toBe(200)
  })

  test('are kept and answered again with the same text', async () => {
    await start(600, { cacheBytes: 16_777_216 })
    const url = `${server.url}/Ams/${client}/Event/${event}/EventRegistrants`
    const [first, second] = [
      await call('GET', url, undefined, basic(server.key)),
      await call('GET', url, undefined, basic(server.key)),
    ]
    expect(second.text === first.text).toBe(true)
    const etag = first.headers.get('etag') ?? ''
    expect((await call('GET', url, undefined, { ...basic(server.key), 'if-none-match': etag })).status).toBe(304)
    expect((await call('GET', `${url}?callback=cb`, undefined, basic(server.key))).text).toBe(`cb(${first.text})`)
  })
})

describe('the rate limit', () => {
  test('counts the rows of an answer, so that the calls after a long read have to wait', async () => {
    await start(100, { rateLimit: 1 })
    expect((await read()).status).toBe(200)
    expect((await read()).status).toBe(200)
    const refused = await read()
    expect(outcome(refused)).toEqual([429, 'TooManyRequests'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await readElsewhere()).status).toBe(200)
  })
})

describe('sign-ins', () => {
  const auth = () =>
    call('POST', `${server.url}/Ams/Authenticate`, { Username: server.key.id, Password: server.key.secret })

  test('count against the rate limit of their tenant, whose calls then have to wait', async () => {
    await start(1, { rateLimit: 1 })
    for (let i = 0; i < 10; i++) expect((await auth()).status).toBe(200)
    expect(outcome(await auth())).toEqual([429, 'TooManyRequests'])
    expect(outcome(await read())).toEqual([429, 'TooManyRequests'])
    expect((await readElsewhere()).status).toBe(200)
  })

  test('end the oldest session of a key that has the most sessions a key may have', async () => {
    let now = Date.UTC(2026, 0, 1)
    await start(1, { now: () => now++ })
    const idOf = ({ json }: Answer) => String(json.SessionId)
    const sessions: string[] = []
    for (let i = 0; i <= maxSessionsPerKey; i++) sessions.push(idOf(await auth()))
    const status = async (id = '') =>
      (await call('GET', `${server.url}/Ams/${client}/Event/${event}/EventRegistrants`, undefined, { 'x-ss-id': id }))
        .status
    expect(await status(sessions[0])).toBe(401)
    expect(await status(sessions[1])).toBe(200)
    expect(await status(sessions.at(-1))).toBe(200)
  })
})

test('answers that a tenant does not read take a bounded amount of memory, and other tenants are answered', async () => {
  await start(1)
  const Description = 'x'.repeat(900_000)
  for (let EventId = 100; EventId < 130; EventId++) {
    const created = await call(
      'POST',
      `${server.url}/Ams/${client}/Events`,
      { EventId, Name: `Event ${EventId}`, Description },
      basic(server.key),
    )
    expect(created.status).toBe(200)
  }
  const { hostname, port } = new URL(server.url)
  const unread = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const socket = connect(Number(port), hostname).pause()
      const { authorization } = basic(server.key)
      socket.write(
        `GET /Ams/${client}/Events?PageSize=100&BypassCache=true HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nAuthorization: ${authorization}\r\n\r\n`,
      )
      await once(socket, 'readable')
      return socket
    }),
  )
  const readEvents = () => call('GET', `${server.url}/Ams/${client}/Events?PageSize=1`, undefined, basic(server.key))
  expect(outcome(await readEvents())).toEqual([429, 'TooManyUnreadAnswers'])
  expect((await readElsewhere()).status).toBe(200)
  for (const socket of unread) socket.destroy()
  await expect.poll(async () => (await readEvents()).status).toBe(200)
})
