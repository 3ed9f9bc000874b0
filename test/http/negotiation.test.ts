import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { basic, call, startTestServer, type TestServer } from '../support/http-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({
    registrations: 2,
    sessions: [{ id: 101 }, ...Array.from({ length: 30 }, (_, i) => ({ id: i + 1 }))],
  })
})
afterAll(() => server.stop())

const json = '{"BadgeNumber":1,"SessionIds":[101]}'
const jsv = '{BadgeNumber:1,SessionIds:[101]}'
/** The Content-Type of the answer to a request, and to the same without credentials. */
async function types(query: string, body: string, headers: Record<string, string>): Promise<(string | null)[]> {
  const url = server.sessionsUrl + query
  const answers = [
    await call('POST', url, body, { ...basic(server.key), ...headers }),
    await call('POST', url, body, headers),
  ]
  expect(answers.map(({ status }) => status)).toEqual([200, 401])
  return answers.map((answer) => answer.headers.get('content-type')?.split(';')[0] ?? null)
}

describe('the format of an answer and of a refusal', () => {
  test.each([
    ['nothing said: JSON', '', json, { 'content-type': 'text/plain' }, 'application/json'],
    ['the type of the body', '', jsv, { 'content-type': 'text/jsv' }, 'text/jsv'],
    ['the type of the body, where all is accepted', '', jsv, { 'content-type': 'text/jsv', accept: '*/*' }, 'text/jsv'],
    [
      'Accept before the type of the body',
      '',
      jsv,
      { 'content-type': 'text/jsv', accept: 'application/json' },
      'application/json',
    ],
    [
      'Accept by quality',
      '',
      json,
      { 'content-type': 'application/json', accept: 'application/json;q=0.5, text/jsv;q=0.9' },
      'text/jsv',
    ],
    [
      'a quality of zero is a no',
      '',
      json,
      { 'content-type': 'application/json', accept: 'text/jsv;q=0, application/xml;q=0.1' },
      'application/xml',
    ],
    [
      'a range',
      '',
      json,
      { 'content-type': 'application/json', accept: 'image/png, application/*' },
      'application/json',
    ],
    [
      'what cannot be had is answered in JSON',
      '',
      jsv,
      { 'content-type': 'text/jsv', accept: 'image/png' },
      'application/json',
    ],
    ['an Accept that is none', '', json, { 'content-type': 'application/json', accept: ';;,q=/' }, 'application/json'],
    [
      '?format= before Accept',
      '?format=jsv',
      json,
      { 'content-type': 'application/json', accept: 'application/xml' },
      'text/jsv',
    ],
    ['?FORMAT= in any letter case', '?FORMAT=JSV', json, { 'content-type': 'application/json' }, 'text/jsv'],
    ['an unknown ?format= says nothing', '?format=yaml', jsv, { 'content-type': 'text/jsv' }, 'text/jsv'],
    ['a suffix before ?format=', '.xml?format=jsv', json, { 'content-type': 'application/json' }, 'application/xml'],
    ['CSV', '?format=csv', json, { 'content-type': 'application/json' }, 'text/csv'],
  ])('%s', async (_, query, body, headers, type) => {
    expect(await types(query, body, headers)).toEqual([type, type])
  })

  test('a cache is told what the answer depends on, and not to keep it', async () => {
    const answer = await call('POST', server.sessionsUrl, json, { ...basic(server.key), 'content-type': 'text/json' })
    expect(answer.headers.get('vary')).toBe('Accept')
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test('a long answer is compressed for those who take it so', async () => {
    const ids = Array.from({ length: 30 }, (_, i) => i + 1)
    const ask = (encoding: string) =>
      call(
        'POST',
        server.sessionsUrl,
        { BadgeNumber: 2, SessionIds: ids },
        { ...basic(server.key), 'accept-encoding': encoding },
      )
    const [compressed, plain] = [await ask('gzip'), await ask('identity')]
    expect(compressed.headers.get('content-encoding')).toBe('gzip')
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(compressed.json.Sessions).toEqual(plain.json.Sessions)
    expect(compressed.headers.get('vary')?.toLowerCase()).toBe('accept, accept-encoding')
  })
})
