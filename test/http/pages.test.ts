import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { basic, call, startTestServer, type TestServer } from '../support/http-server.ts'

let server: TestServer
const manySessions = Array.from({ length: 20 }, (_, i) => ({ id: i + 1 }))
beforeAll(async () => {
  server = await startTestServer({ registrations: 1, sessions: manySessions }, { corsOrigins: ['https://app.example'] })
})
afterAll(() => server.stop())

const get = (path: string, headers: Record<string, string> = {}) => call('GET', server.url + path, undefined, headers)

describe('pages', () => {
  test.each([
    ['/metadata', 'text/html'],
    ['/METADATA', 'text/html'],
    ['/xml/metadata?op=RegistrationSessionRequest', 'text/html'],
    ['/metadata/app.json', 'application/json'],
    ['/types/typescript', 'text/plain'],
    ['/openapi', 'application/json'],
    ['/openapi/v3', 'application/json'],
    ['/swagger-ui', 'text/html'],
    ['/xsd/0', 'application/xml'],
    ['/postman', 'application/json'],
    ['/ping', 'text/plain'],
  ])('%s is there for everybody', async (path, type) => {
    const answer = await get(path)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain(type)
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'")
  })

  test('/ leads to them', async () => {
    const { text } = await get('/')
    expect(text).toContain('<a href="/metadata">')
    expect(text).not.toContain('lectern client add')
  })

  test('what a page says is not there is a ResponseStatus', async () => {
    const answer = await get('/json/metadata?op=Nothing')
    expect(answer.status).toBe(404)
    expect(answer.json.ResponseStatus.ErrorCode).toBe('NotFound')
  })

  test('are not sent again to whom has them', async () => {
    const etag = (await get('/openapi')).headers.get('etag') ?? ''
    const again = await get('/openapi', { 'if-none-match': etag })
    expect(again.status).toBe(304)
    expect(again.text).toBe('')
  })

  test.each(['gzip', 'br'])('are compressed as %s for those who take it', async (encoding) => {
    const answer = await get('/openapi', { 'accept-encoding': encoding })
    expect(answer.headers.get('content-encoding')).toBe(encoding)
    expect(answer.json).toHaveProperty('paths')
    expect((await get('/openapi', { 'accept-encoding': 'identity' })).headers.get('content-encoding')).toBeNull()
  })

  test('answers of operations are compressed where it is worth it', async () => {
    const headers = { ...basic(server.key), 'accept-encoding': 'gzip', accept: 'text/html' }
    const answer = await call(
      'POST',
      server.sessionsUrl,
      { BadgeNumber: 1, SessionIds: manySessions.map((session) => session.id) },
      headers,
    )
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    expect(answer.headers.get('vary')?.toLowerCase()).toContain('accept-encoding')
    expect(answer.text).toContain('<!doctype html>')
  })
})

describe('scripts of other origins', () => {
  const preflight = (origin: string) =>
    call('OPTIONS', server.sessionsUrl, undefined, { origin, 'access-control-request-method': 'POST' })

  test('may call from those that were configured', async () => {
    const answer = await preflight('https://app.example')
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example')
  })

  test('and from no other', async () => {
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
  })

  test('OPTIONS that is no preflight tells what is allowed', async () => {
    const answer = await call('OPTIONS', server.sessionsUrl)
    expect(answer.status).toBe(204)
    expect(answer.headers.get('allow')).toBe('POST, DELETE, OPTIONS')
  })
})
