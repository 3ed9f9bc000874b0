import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Page, PageRequest } from '../../src/protocol/host/page.ts'
import { PageCache } from '../../src/protocol/host/page-cache.ts'
import { call, startTestServer, type TestServer } from '../support/http-server.ts'

const asked = (host: string, query: Record<string, string> = {}): PageRequest => ({
  query: new Map(Object.entries(query)),
  path: {},
  baseUrl: `http://${host}`,
})

describe('the pages of a server', () => {
  function countedPage() {
    const made: string[] = []
    const page: Page = {
      path: '/counted',
      variant: ({ query }) => (query.has('any') ? null : (query.get('kind') ?? '')),
      answer({ query, baseUrl }) {
        made.push(query.get('kind') ?? '')
        return { contentType: 'text/plain', body: `${query.get('kind') ?? ''} at ${baseUrl}/here` }
      },
    }
    return { page, made }
  }
  const bodyOf = async (cache: PageCache, page: Page, to: PageRequest) => {
    const found = await cache.find(page, to)
    return found && 'body' in found ? found.body.toString() : found
  }

  test('are made once for each variant, with the host that the caller used', async () => {
    const cache = new PageCache()
    const { page, made } = countedPage()
    for (const host of ['a.example', 'b.example:8080', 'a.example']) {
      expect(await bodyOf(cache, page, asked(host))).toBe(` at http://${host}/here`)
    }
    expect(await bodyOf(cache, page, asked('a.example', { kind: 'x' }))).toBe('x at http://a.example/here')
    expect(made).toEqual(['', 'x'])
  })

  test('are compressed once', async () => {
    const cache = new PageCache()
    const { page } = countedPage()
    const first = await cache.find(page, asked('a.example'))
    const second = await cache.find(page, asked('a.example'))
    if (!first || !second || !('body' in first) || !('body' in second)) throw new Error('no page')
    expect(await second.compressed('gzip')).toBe(await first.compressed('gzip'))
  })

  test('are not kept where the caller chooses among any number of them', async () => {
    const { page } = countedPage()
    expect(await new PageCache().find(page, asked('a.example', { any: '1' }))).toBeNull()
  })
})

describe('over HTTP', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server.stop())

  /** fetch does not let its caller choose the header Host. */
  function getAs(host: string, path: string): Promise<{ status: number | undefined; body: string }> {
    return new Promise((resolve, reject) => {
      request(server.url + path, { headers: { host } }, (response) => {
        text(response).then((body) => resolve({ status: response.statusCode, body }), reject)
      })
        .on('error', reject)
        .end()
    })
  }

  test.each(['/openapi', '/openapi/v3', '/postman', '/metadata/app.json', '/json/metadata?op=Auth', '/types/csharp'])(
    '%s names the host by which each caller reached the server',
    async (path) => {
      for (const host of ['one.example', 'two.example:8443', 'one.example']) {
        const { status, body } = await getAs(host, path)
        expect([status, body.includes(host), body.includes('.invalid')]).toEqual([200, true, false])
      }
    },
  )

  test('a Host that is no host name is rejected', async () => {
    expect((await getAs('a"b', '/openapi')).status).toBe(400)
    expect((await getAs('a/b', '/json/metadata?op=Auth')).status).toBe(400)
  })

  test('options of types are followed, and do not change what others are given', async () => {
    const read = async (path: string) => (await call('GET', server.url + path)).text
    const plain = await read('/types/csharp')
    const chosen = await read('/types/csharp?GlobalNamespace=My.Types')
    expect(chosen).toContain('My.Types')
    expect(await read('/types/csharp')).toBe(plain)
  })

  test('packaged files are sent as they are, compressed or not', async () => {
    const path = '/swagger-ui/favicon-32x32.png'
    const fetched = await fetch(server.url + path, { headers: { 'accept-encoding': 'gzip' } })
    const bytes = Buffer.from(await fetched.arrayBuffer())
    expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG')
  })
})
