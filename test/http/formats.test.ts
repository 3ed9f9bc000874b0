import { parse as parseCsv } from 'csv-parse/sync'
import { SaxesParser } from 'saxes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { basic, call, startTestServer, type TestServer } from '../support/http-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ registrations: 40, sessions: [{ id: 1, from: 9, to: 10 }, { id: 2 }] })
})
afterAll(() => server.stop())

let badge = 0
const request = () => ({ BadgeNumber: ++badge, SessionIds: [1, 2] })
const ask = (url: string, headers: Record<string, string> = {}, body: unknown = request()) =>
  call('POST', url, body, { ...basic(server.key), ...headers })
const type = (answer: { headers: Headers }) => answer.headers.get('content-type')

const json = 'application/json; charset=utf-8'
const jsv = 'text/jsv; charset=utf-8'
const xml = 'application/xml; charset=utf-8'
const csv = 'text/csv; charset=utf-8'
const html = 'text/html; charset=utf-8'
const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8'

describe('the format of an answer', () => {
  test.each([
    ['nothing said', '', {}, json],
    ['a suffix', '.jsv', {}, jsv],
    ['a suffix before all else', '.xml?format=csv', { accept: 'text/jsv' }, xml],
    ['?format=', '?format=CSV', { accept: 'text/jsv' }, csv],
    ['a format that is not one, so Accept', '?format=yaml', { accept: 'text/jsv' }, jsv],
    ['Accept', '', { accept: 'text/jsv' }, jsv],
    ['Accept by quality', '', { accept: 'application/json;q=0.2, text/csv;q=0.9, text/jsv;q=0.5' }, csv],
    ['Accept without what it excludes', '', { accept: 'application/json;q=0, text/jsv;q=0.1' }, jsv],
    ['Accept of a range', '', { accept: 'image/png, application/*;q=0.5' }, json],
    ['a browser', '', { accept: browser }, html],
    ['any', '', { accept: '*/*' }, json],
    ['none of ours', '', { accept: 'application/pdf' }, json],
  ])('%s', async (_, suffix, headers, expected) => {
    const answer = await ask(server.sessionsUrl + suffix, headers)
    expect(answer.status).toBe(200)
    expect(type(answer)).toBe(expected)
    expect(answer.headers.get('vary')).toContain('Accept')
  })

  test.each([
    ['text/jsv', () => `{BadgeNumber:${++badge},SessionIds:[1]}`, jsv],
    ['application/jsv', () => `{BadgeNumber:${++badge},SessionIds:[1]}`, jsv],
    [
      'text/xml',
      () =>
        `<RegistrationSessionRequest><BadgeNumber>${++badge}</BadgeNumber><SessionIds><int>1</int></SessionIds></RegistrationSessionRequest>`,
      xml,
    ],
    ['text/csv', () => `BadgeNumber,SessionIds\r\n${++badge},"[1,2]"\r\n`, csv],
    ['application/x-www-form-urlencoded', () => `badgenumber=${++badge}&SessionIds=1,2`, json],
  ])('of a body of %s is that of the body', async (contentType, body, expected) => {
    const answer = await ask(server.sessionsUrl, { 'content-type': contentType }, body())
    expect(answer.status).toBe(200)
    expect(type(answer)).toBe(expected)
  })

  test('is that of a refusal too', async () => {
    const answer = await ask(`${server.sessionsUrl}.jsv`, {}, { BadgeNumber: 1, SessionIds: [99] })
    expect(answer.status).toBe(404)
    expect(type(answer)).toBe(jsv)
    expect(answer.text).toContain('ErrorCode:SessionNotFound')
  })

  test('is fixed by /{format}/reply', async () => {
    const answer = await ask(
      `${server.url}/xml/reply/RegistrationSessionRequest`,
      { accept: 'text/jsv' },
      { ...request(), EventID: 7 },
    )
    expect(type(answer)).toBe(xml)
  })
})

describe('a form in parts', () => {
  test('sets fields as a query string does', async () => {
    const form = new FormData()
    form.set('BadgeNumber', String(++badge))
    form.append('SessionIds', '1')
    form.append('SessionIds', '2')
    const response = await fetch(server.sessionsUrl, { method: 'POST', body: form, headers: basic(server.key) })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ SessionIds: [1, 2] })
  })

  test('that is cut short is refused', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=b' }
    const answer = await ask(
      server.sessionsUrl,
      headers,
      '--b\r\nContent-Disposition: form-data; name="BadgeNumber"\r\n\r\n1',
    )
    expect(answer.status).toBe(400)
    expect(answer.json.ResponseStatus.ErrorCode).toBe('SerializationException')
  })
})

describe('other people’s parsers read what is answered', () => {
  test('XML is well-formed, and valid by the schemas of the server', async () => {
    const { text } = await ask(`${server.sessionsUrl}.xml`)
    const names: string[] = []
    const parser = new SaxesParser({ xmlns: true })
    parser.on('opentag', (tag) => names.push(tag.local))
    parser.write(text).close()
    expect(names[0]).toBe('RegistrationSessionResponse')
    expect(names).toContain('KeyValueOfstringstring')

    const schemas = await schemasOf(server.url)
    const first = schemas.find((schema) => schema.contents.includes('name="RegistrationSessionResponse"'))
    const others = schemas.filter((schema) => schema !== first)
    const outcome = await validateXML({
      xml: [{ fileName: 'answer.xml', contents: text }],
      schema: [first ?? { fileName: 'none', contents: '' }],
      preload: others,
    })
    expect(outcome.errors).toEqual([])
    expect(outcome.valid).toBe(true)
  })

  test('CSV has a header and a row', async () => {
    const { text } = await ask(`${server.sessionsUrl}.csv`)
    const [row]: Record<string, string>[] = parseCsv(text, { columns: true })
    expect(row).toMatchObject({ ClientID: '1000', EventID: '7', BadgeNumber: String(badge), SessionIds: '[1,2]' })
  })
})

async function schemasOf(url: string) {
  const schemas: { fileName: string; contents: string }[] = []
  for (let n = 0; ; n++) {
    const answer = await call('GET', `${url}/xsd/${n}`)
    if (answer.status !== 200) return schemas
    schemas.push({ fileName: `${n}`, contents: answer.text })
  }
}

describe('JSON as it is asked for', () => {
  const who = (query: string) => call('GET', `${server.url}/auth${query}`, undefined, basic(server.key))

  test('with options', async () => {
    expect((await who('?jsconfig=EmitCamelCaseNames')).text).toMatch(/^\{"userName":/)
    expect((await ask(`${server.sessionsUrl}?jsconfig=edv`)).json).not.toHaveProperty('BypassCache')
  })

  test('as a script', async () => {
    const answer = await who('?callback=app.show')
    expect(type(answer)).toBe('text/javascript; charset=utf-8')
    expect(answer.text).toMatch(/^app\.show\(\{.*\}\)$/)
  })

  test.each(['?callback=alert(1)', '?callback=a-b', '?jsconfig=nothing'])('%s is refused', async (query) => {
    const answer = await who(query)
    expect(answer.status).toBe(400)
    expect(answer.json.ResponseStatus.Errors).toHaveLength(1)
  })
})

describe('a page for a browser', () => {
  test('has links to the other formats, and may load nothing from elsewhere', async () => {
    const answer = await call('GET', `${server.url}/auth`, undefined, { ...basic(server.key), accept: browser })
    expect(answer.text).toContain('href="/auth?format=json"')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect((await call('GET', `${server.url}/assets/answer.css`)).status).toBe(200)
  })

  test('shows what it is given as text', async () => {
    const body = { RegistrationID: '<script>alert(1)</script>', SessionIds: [1] }
    const answer = await ask(server.sessionsUrl, { accept: browser }, body)
    expect(answer.status).toBe(404)
    expect(answer.text).not.toContain('<script')
    expect(answer.text).toContain('&lt;script&gt;')
  })
})
