import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { ArrivalLimits } from '../../src/protocol/host/limits.ts'
import { basic, call, startTestServer, type TestServer } from '../support/http-server.ts'

type Settings = NonNullable<Parameters<typeof startTestServer>[1]>

const plenty: ArrivalLimits = { maxRequests: 100, maxRequestsPerNetwork: 100, minBytesPerSecond: 0, graceMs: 60_000 }
const sockets: Socket[] = []
let server: TestServer

async function start(arrival: Partial<ArrivalLimits>, settings: Settings = {}): Promise<void> {
  const limits = { ...settings.limits, arrival: { ...plenty, ...arrival } }
  server = await startTestServer({ registrations: 2, sessions: [{ id: 101 }] }, { ...settings, limits })
}
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await server.stop()
})

/** A connection on which `text` was sent, with what the server answers until it closes it. */
async function send(text: string) {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  sockets.push(socket)
  let received = ''
  socket.setEncoding('utf8').on('data', (part: string) => {
    received += part
  })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  await new Promise((resolve) => socket.write(text, resolve))
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(received)))
  return { socket, closed, received: () => received, isOpen: () => !socket.closed }
}

/** Headers of a POST, and 2 bytes of a body of 10. */
const halfSent = (path = '/Ams/1000/Event/7/EventRegistrationSessions', headers = '') =>
  send(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n${headers}\r\n12`)

const assign = (headers: Record<string, string> = {}) =>
  call('POST', server.sessionsUrl, { BadgeNumber: 1, SessionIds: [101] }, { ...basic(server.key), ...headers })

describe('a request whose body is still arriving', () => {
  test('takes no slot of the request limit, so that complete requests are answered', async () => {
    await start({}, { limits: { maxRequests: 2 } })
    for (let i = 0; i < 5; i++) await halfSent()
    expect((await assign()).status).toBe(200)
    expect(sockets.every((socket) => !socket.closed)).toBe(true)
  })

  test('is rejected where its network has too many, the oldest first, while complete ones are answered', async () => {
    await start({ maxRequestsPerNetwork: 3 })
    const first = await halfSent()
    const others = [await halfSent(), await halfSent(), await halfSent()]
    const answer = await first.closed
    expect(answer).toMatch(/^HTTP\/1\.1 429 TooManyArriving\r\n/)
    expect(answer).toMatch(/\r\nconnection: close\r\n/i)
    expect(answer).toMatch(/\r\nretry-after: 1\r\n/i)
    expect(others.map(({ isOpen }) => isOpen())).toEqual([true, true, true])
    expect((await assign()).status).toBe(200)
  })

  test('is rejected where there are too many in total, the oldest first', async () => {
    await start({ maxRequests: 1 }, { trustedProxies: ['127.0.0.1'] })
    const first = await halfSent(undefined, 'X-Forwarded-For: 192.0.2.1\r\n')
    const second = await halfSent(undefined, 'X-Forwarded-For: 192.0.2.2\r\n')
    expect(await first.closed).toMatch(/^HTTP\/1\.1 503 ServerBusy\r\n/)
    expect(second.isOpen()).toBe(true)
  })

  test('counts for the address that a trusted proxy forwards, and of IPv6 for its /64', async () => {
    await start({ maxRequestsPerNetwork: 1 }, { trustedProxies: ['127.0.0.1'] })
    const from = (address: string) => halfSent(undefined, `X-Forwarded-For: ${address}\r\n`)
    const first = await from('2001:db8:0:1::1')
    const elsewhere = [await from('2001:db8:0:2::1'), await from('192.0.2.1')]
    const second = await from('2001:db8:0:1:ffff::2')
    expect(await first.closed).toMatch(/^HTTP\/1\.1 429 TooManyArriving\r\n/)
    expect([...elsewhere, second].map(({ isOpen }) => isOpen())).toEqual([true, true, true])
  })

  test('is rejected where it arrives more slowly than the minimum rate', async () => {
    await start({ minBytesPerSecond: 1_000, graceMs: 100 })
    const { closed } = await halfSent()
    expect(await closed).toMatch(/^HTTP\/1\.1 408 RequestTimeout\r\n/)
  })

  test('counts no longer once it is complete, or its caller is gone', async () => {
    await start({ maxRequestsPerNetwork: 1 })
    for (let i = 0; i < 3; i++) {
      const { socket, closed } = await halfSent()
      socket.destroy()
      await closed
    }
    const { socket, received } = await halfSent()
    socket.write('34567890')
    await expect.poll(received).toMatch(/^HTTP\/1\.1 401/)
    const next = await halfSent()
    expect(next.isOpen()).toBe(true)
  })
})

describe('a request that needs no body', () => {
  test.each([
    ['POST', '/nowhere', 404],
    ['POST', '/', 405],
    ['POST', '/metadata', 405],
    ['PUT', '/Ams/1000/Event/7/EventRegistrationSessions', 405],
    ['OPTIONS', '/Ams/1000/Event/7/EventRegistrationSessions', 204],
    ['POST', '/json/reply/Authenticate[]', 400],
    ['GET', '/ping', 200],
  ])('is answered before its body arrives: %s %s', async (verb, path, status) => {
    await start({})
    const { received } = await send(`${verb} ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n`)
    await expect.poll(received).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  })

  test('keeps its connection where the body is short, and is closed where it is long', async () => {
    await start({})
    const short = await send('POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n')
    await expect.poll(short.received).toMatch(/^HTTP\/1\.1 404 /)
    short.socket.write('12345GET /ping HTTP/1.1\r\nHost: x\r\n\r\n')
    await expect.poll(short.received).toMatch(/\r\n\r\npong$/)
    const long = await send('POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n')
    expect(await long.closed).toMatch(/^HTTP\/1\.1 404 .*\r\nconnection: close\r\n/is)
  })
})

describe('operations that need no sign-in', () => {
  const long = 'x'.repeat(17_000)
  const attributes = Array.from({ length: 2_000 }, (_, i) => `a${i}="${i}"`).join(' ')

  test.each([
    ['/auth/credentials', 'application/json', JSON.stringify({ UserName: long })],
    [
      '/auth/credentials',
      'multipart/form-data; boundary=b',
      `--b\r\ncontent-disposition: form-data; name="x"\r\n\r\n${long}`,
    ],
    ['/Ams/Authenticate', 'application/json', JSON.stringify({ Username: long })],
    ['/xml/reply/Authenticate', 'application/xml', `<Authenticate ${attributes}/>`],
  ])('reject a body over 16 KB: %s, %s', async (path, type, body) => {
    await start({})
    const answer = await call('POST', server.url + path, body, { 'content-type': type, accept: 'application/json' })
    expect([answer.status, answer.statusText]).toEqual([413, 'RequestTooLarge'])
  })

  test('reject a chunked body over 16 KB', async () => {
    await start({})
    const chunk = `${long.length.toString(16)}\r\n${long}\r\n0\r\n\r\n`
    const { received } = await send(
      `POST /auth/credentials HTTP/1.1\r\nHost: x\r\nContent-Type: text/jsv\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`,
    )
    await expect.poll(received).toMatch(/^HTTP\/1\.1 413 RequestTooLarge\r\n/)
  })

  test('are called one by one, while others may be called in a batch', async () => {
    await start({})
    const open = await call('POST', `${server.url}/json/reply/Authenticate[]`, [{}, {}])
    expect([open.status, open.json.ResponseStatus.ErrorCode]).toEqual([400, 'BatchNotAllowed'])
    const item = { ClientID: 1000, EventID: 7, BadgeNumber: 1, SessionIds: [101] }
    const url = `${server.url}/json/reply/RegistrationSessionRequest[]`
    expect((await call('POST', url, [item], basic(server.key))).status).toBe(200)
  })

  test('leave long bodies to operations that need a sign-in', async () => {
    await start({})
    const body = { BadgeNumber: 1, SessionIds: [101], Unknown: long }
    expect((await call('POST', server.sessionsUrl, body, basic(server.key))).status).toBe(200)
  })
})

test('pipelined requests whose answers are not read are bounded, and other connections are answered meanwhile', async () => {
  await start({})
  const { socket, received, closed } = await send('')
  socket.pause()
  socket.write('GET /metadata HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20_000))
  expect((await call('GET', `${server.url}/ping`)).text).toBe('pong')
  expect((await assign()).status).toBe(200)
  socket.resume()
  await closed
  // The server closes with requests unread, so that the last answers may be lost.
  const statuses = received().match(/HTTP\/1\.1 \d{3}/g) ?? []
  expect(statuses.length).toBeLessThan(110)
})
