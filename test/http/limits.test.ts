import { once } from 'node:events'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { Engine } from '../../src/store/engine.ts'
import { type Answer, basic, call, client, event, startTestServer, type TestServer } from '../support/http-server.ts'

type Settings = NonNullable<Parameters<typeof startTestServer>[1]>

let server: TestServer
const start = async (settings: Settings) => {
  server = await startTestServer({ registrations: 2, sessions: [{ id: 101 }] }, settings)
}
afterEach(() => server.stop())

const assign = (headers: object = {}) =>
  call('POST', server.sessionsUrl, { BadgeNumber: 1, SessionIds: [101] }, { ...basic(server.key), ...headers })
const told = ({ status, json }: Answer) => [status, json.ResponseStatus.ErrorCode]

/** A connection, and all that came by it until the server closed it. */
function open(text: string): { socket: Socket; ended: Promise<string> } {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (part: string) => {
    answer += part
  })
  socket.on('error', () => undefined)
  socket.write(text)
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(answer)))
  return { socket, ended }
}

/** Holds every write back until it is let go. */
function gate() {
  let open: () => void = () => undefined
  let arrived: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  const isHeld = new Promise<void>((resolve) => {
    arrived = resolve
  })
  const between = (engine: Engine): Engine =>
    new Proxy(engine, {
      get(target, name) {
        if (name === 'write') {
          return async (work: Parameters<Engine['write']>[0]) => {
            arrived()
            await opened
            return target.write(work)
          }
        }
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  return { between, open, isHeld }
}

describe('requests under way', () => {
  test('past the limit more are refused at once, but for who watches the process', async () => {
    const { between, open: letGo, isHeld } = gate()
    await start({ limits: { maxRequests: 1 }, between })
    const first = assign()
    await isHeld
    const refused = await assign()
    expect(told(refused)).toEqual([503, 'ServerBusy'])
    expect(refused.headers.get('retry-after')).toBe('1')
    expect(refused.headers.get('connection')).not.toBe('close')
    expect((await call('GET', `${server.url}/health/live`)).status).toBe(200)
    letGo()
    expect((await first).status).toBe(200)
    expect((await assign()).status).toBe(200)
  })

  test('a long body of one that is refused is not read to its end', async () => {
    const { between, open: letGo, isHeld } = gate()
    await start({ limits: { maxRequests: 1 }, between })
    const first = assign()
    await isHeld
    const { ended } = open('POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\nabc')
    expect(await ended).toMatch(/^HTTP\/1\.1 503 ServerBusy\r\n(.*\r\n)*connection: close/i)
    letGo()
    await first
  })

  test('one whose caller went away counts no longer', async () => {
    await start({ limits: { maxRequests: 1 } })
    for (let i = 0; i < 3; i++) {
      const { socket, ended } = open('POST /Ams HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n')
      await once(socket, 'connect')
      socket.destroy()
      await ended
    }
    await expect.poll(async () => (await assign()).status).toBe(200)
  })

  test.each([
    ['a request that is none', 'GET ive HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a body that breaks off', 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
  ])('those that wait behind each other are let go with their connection: before %s', async (_, last) => {
    await start({ limits: { maxRequests: 1 } })
    const { ended } = open('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(90) + last)
    expect((await ended).match(/HTTP\/1\.1 \d{3}/g)?.length).toBeGreaterThan(0)
    await expect.poll(async () => (await assign()).status).toBe(200)
  })

  test('one that is refused before its body breaks off has no second answer', async () => {
    const { between, open: letGo, isHeld } = gate()
    await start({ limits: { maxRequests: 1 }, between })
    const first = assign()
    await isHeld
    const { ended } = open('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n')
    expect((await ended).match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 503'])
    letGo()
    await first
  })

  test('there are none while memory is short', async () => {
    await start({ limits: { maxHeapBytes: 1 } })
    await expect.poll(async () => told(await assign()), { timeout: 5_000 }).toEqual([503, 'ServerBusy'])
    expect((await call('GET', `${server.url}/health/live`)).status).toBe(200)
  })
})

test('connections past the limit are closed', async () => {
  await start({ limits: { maxConnections: 2 } })
  const held = [open(''), open('')]
  await Promise.all(held.map(({ socket }) => once(socket, 'connect')))
  expect(await open('GET / HTTP/1.1\r\nHost: x\r\n\r\n').ended).toBe('')
  for (const { socket } of held) socket.destroy()
})

describe('a request that arrives too slowly', () => {
  const limits = { headersTimeoutMs: 300, requestTimeoutMs: 600 }

  test.each([
    ['nothing at all', ''],
    ['a part of its headers', 'POST /Ams HTTP/1.1\r\nHost: x\r\nX-A: '],
    [
      'a part of its body',
      'POST /Ams/1000/Event/7/EventRegistrationSessions HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12',
    ],
  ])('is ended: %s', async (_, sent) => {
    await start({ limits })
    expect(await open(sent).ended).toMatch(/^HTTP\/1\.1 408 RequestTimeout\r\n/)
  })
})

describe('what is too large', () => {
  test('headers: 431', async () => {
    await start({})
    const { ended } = open(`GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(17_000)}\r\n\r\n`)
    expect(await ended).toMatch(/^HTTP\/1\.1 431 HeadersTooLarge\r\n/)
  })

  test.each([
    ['json', 'application/json', (n: number) => `{"BadgeNumber":1,"SessionIds":[${'1,'.repeat(n - 1)}1]}`],
    ['jsv', 'text/jsv', (n: number) => `{BadgeNumber:1,SessionIds:[${'1,'.repeat(n - 1)}1]}`],
    ['form', 'application/x-www-form-urlencoded', (n: number) => `BadgeNumber=1&SessionIds=${'101,'.repeat(n - 1)}101`],
  ])('a list of a request, in %s', async (_, type, write) => {
    await start({})
    const send = (n: number) => assignText(write(n), type)
    expect(told(await send(20_001))).toEqual([400, 'ListTooLong'])
    expect((await send(20_000)).text).not.toContain('ListTooLong')
  })

  const assignText = (text: string, type: string) =>
    call('POST', server.sessionsUrl, text, { ...basic(server.key), 'content-type': type, accept: 'application/json' })

  test('a body that would unfold is not unfolded', async () => {
    await start({})
    const answer = await assign({ 'content-encoding': 'gzip' })
    expect(told(answer)).toEqual([415, 'UnsupportedContentEncoding'])
  })
})

describe('calls of a client', () => {
  test('past its rate are refused with the time to wait; another client goes on', async () => {
    await start({ rateLimit: 1 })
    for (let i = 0; i < 10; i++) expect((await assign()).status).toBe(200)
    const refused = await assign()
    expect(told(refused)).toEqual([429, 'TooManyRequests'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(10)
    const others = `${server.url}/Ams/2000/Event/${event}/EventRegistrants`
    expect((await call('GET', others, undefined, basic(server.otherKey))).status).toBe(200)
  })

  test('are counted one by one in a batch, whichever keys and sessions make them', async () => {
    await start({ rateLimit: 1 })
    const one = { ClientID: client, EventID: event, BadgeNumber: 1, SessionIds: [101] }
    const batch = await call(
      'POST',
      `${server.url}/json/reply/RegistrationSessionRequest[]`,
      Array(9).fill(one),
      basic(server.key),
    )
    expect(batch.status).toBe(200)
    expect((await assign()).status).toBe(200)
    expect(told(await assign())).toEqual([429, 'TooManyRequests'])
  })

  test('that are refused for who calls are not counted against the client', async () => {
    await start({ rateLimit: 1 })
    for (let i = 0; i < 12; i++) expect((await call('POST', server.sessionsUrl, {})).status).toBe(401)
    expect((await assign()).status).toBe(200)
  })
})

test('Expect: 100-continue is answered, and the body then taken', async () => {
  await start({})
  const body = JSON.stringify({ BadgeNumber: 1, SessionIds: [101] })
  const sent = request(server.sessionsUrl, {
    method: 'POST',
    headers: {
      ...basic(server.key),
      'content-type': 'application/json',
      'content-length': body.length,
      expect: '100-continue',
    },
  })
  sent.on('continue', () => sent.end(body))
  const [answer] = await once(sent, 'response')
  expect(answer.statusCode).toBe(200)
  answer.resume()
})
