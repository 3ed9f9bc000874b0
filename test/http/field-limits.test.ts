import { request } from 'node:http'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { basic, call, startTestServer, type TestServer } from '../support/http-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ registrations: 1, sessions: [{ id: 1 }] })
})
afterAll(() => server.stop())

/** What the server answers to bytes as they are, until it closes the connection. */
function raw(bytes: string): Promise<string> {
  const { port, hostname } = new URL(server.url)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()))
    socket.on('error', reject)
  })
}

describe('what is no request', () => {
  test.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400, 'BadRequest'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx',
      400,
      'BadRequest',
    ],
    [
      'a length beside chunks',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'BadRequest',
    ],
    ['endless headers', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'HeadersTooLarge'],
  ])('%s is refused with a ResponseStatus', async (_, bytes, status, code) => {
    const answer = await raw(bytes)
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} ${code}\r\n`))
    const body: unknown = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))
    expect(body).toMatchObject({ ResponseStatus: { ErrorCode: code, Errors: [] } })
  })

  test('and the server goes on', async () => {
    expect((await call('GET', `${server.url}/ping`)).text).toBe('pong')
  })
})

describe('what no address is', () => {
  test.each([
    '/Ams//Event/7/EventRegistrationSessions',
    '/Ams/1000/Event/%20/EventRegistrationSessions?EventID=7',
    '/Ams/1000/Event//EventRegistrationSessions?EventID=7&ClientID=1000',
  ])('%s: the query may not stand in for the path', async (path) => {
    const answer = await call('POST', server.url + path, { BadgeNumber: 1, SessionIds: [1] }, basic(server.key))
    expect(answer.status).toBe(404)
    expect(answer.json.ResponseStatus.ErrorCode).toBe('NotFound')
  })
})

describe('what cannot be read', () => {
  test('a compressed body is refused, not taken for text', async () => {
    const body = gzipSync(JSON.stringify({ BadgeNumber: 1, SessionIds: [1] }))
    const headers = { ...basic(server.key), 'content-type': 'application/json', 'content-encoding': 'gzip' }
    const response = await fetch(server.sessionsUrl, { method: 'POST', headers, body })
    expect(response.status).toBe(415)
    expect(response.statusText).toBe('UnsupportedContentEncoding')
  })

  test('a wrong escape in the query of a page', async () => {
    expect((await call('GET', `${server.url}/metadata?q=%zz`)).status).toBe(400)
  })
})

describe('other methods', () => {
  test('a page is only read', async () => {
    const answer = await call('POST', `${server.url}/metadata`)
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS')
    expect((await call('OPTIONS', `${server.url}/metadata`)).status).toBe(204)
  })

  test('one that is not known here', async () => {
    const status = await new Promise((resolve, reject) => {
      request(server.sessionsUrl, { method: 'PROPFIND' }, (response) => {
        response.resume()
        resolve(`${response.statusCode} ${response.statusMessage}`)
      })
        .on('error', reject)
        .end()
    })
    expect(status).toBe('501 NotImplemented')
  })
})
