import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, startTestServer, type TestServer } from '../support/http-server.ts'
import { freshDatabase, root } from '../support/program.ts'
import { startServe } from '../support/servers.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({}, { console: true })
})
afterAll(() => server.stop())

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(server.url + path, { headers: { 'accept-encoding': 'identity', ...headers } })

/** The addresses that the page loads at once. */
async function firstLoad(): Promise<readonly string[]> {
  const page = await (await get('/console/')).text()
  return [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path)
}

describe('the console', () => {
  test.each(['/console', '/console/', '/console/events/7/registrations/a%2Fb', '/CONSOLE/events'])(
    'has its page at %s',
    async (path) => {
      const answer = await get(path)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(answer.headers.get('cache-control')).toBe('no-cache')
      expect(await answer.text()).toContain('<title>Lectern</title>')
    },
  )

  test('loads nothing from elsewhere and nothing inline, under the policy of the server', async () => {
    const answer = await get('/console/')
    const page = await answer.text()
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'.*script-src 'self'/)
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/)
    for (const path of await firstLoad()) expect(path).toMatch(/^\/console\/assets\//)
  })

  test('its files have types, are kept for ever, and are as they were built in every encoding', async () => {
    const paths = await firstLoad()
    expect(paths.length).toBeGreaterThan(1)
    for (const path of paths) {
      const plain = await get(path)
      const text = Buffer.from(await plain.arrayBuffer())
      expect(plain.headers.get('content-type')).toMatch(/^(text\/(javascript|css); charset=utf-8|image\/svg\+xml)$/)
      expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect(plain.headers.get('vary')).toBe('accept-encoding')
      for (const encoding of ['br', 'gzip']) {
        // Fetch unpacks it; that it was packed is told by the header.
        const packed = await get(path, { 'accept-encoding': encoding })
        expect(packed.headers.get('content-encoding')).toBe(encoding)
        expect(Buffer.from(await packed.arrayBuffer()).equals(text)).toBe(true)
      }
    }
  })

  test('is not sent again where the browser has it', async () => {
    const tag = (await get('/console/')).headers.get('etag') ?? ''
    expect((await get('/console/', { 'if-none-match': tag })).status).toBe(304)
    expect((await get('/console/events', { 'if-none-match': 'W/"other"' })).status).toBe(200)
  })

  test('has no file that is not there, and cannot be written to', async () => {
    expect((await call('GET', `${server.url}/console/assets/none.js`)).status).toBe(404)
    expect((await call('GET', `${server.url}/console/assets/..%2f..%2fserver.js`)).status).toBe(404)
    const posted = await call('POST', `${server.url}/console/`, {})
    expect(posted).toMatchObject({ status: 405, json: { ResponseStatus: { ErrorCode: 'MethodNotAllowed' } } })
    expect(posted.headers.get('allow')).toBe('GET, HEAD, OPTIONS')
  })

  test('takes at most 200 KB to be there, compressed, with all that it loads later', async () => {
    const sizeOf = async (path: string) => {
      const head = await fetch(server.url + path, { method: 'HEAD', headers: { 'accept-encoding': 'br' } })
      return Number(head.headers.get('content-length'))
    }
    const paths = ['/console/', ...(await firstLoad())]
    const [page, ...files] = await Promise.all(paths.map(sizeOf))
    expect(page).toBeGreaterThan(0)
    const later = await laterFiles()
    const sum = [page ?? 0, ...files, ...(await Promise.all(later.map(sizeOf)))].reduce((a, b) => a + b, 0)
    expect(later.length).toBeGreaterThan(0)
    expect(sum).toBeLessThan(200_000)
  })
})

/** What the scripts of the page name of further files. */
async function laterFiles(): Promise<string[]> {
  const scripts = (await firstLoad()).filter((path) => path.endsWith('.js'))
  const texts = await Promise.all(scripts.map(async (path) => (await get(path)).text()))
  const names = texts.flatMap((text) => [...text.matchAll(/assets\/[\w-]+\.(?:js|css)/g)].map(([name]) => name))
  return [...new Set(names)].map((name) => `/console/${name}`)
}

test('is served unless it is left out, by the flag or by the environment', async () => {
  const statusOf = async (args: readonly string[], env: Record<string, string>) => {
    const served = await startServe(['--database', freshDatabase(), ...args], { env })
    const { status } = await fetch(`${served.url}/console`)
    await served.stop()
    return status
  }
  const found = await Promise.all([
    statusOf([], {}),
    statusOf([], { LECTERN_CONSOLE: 'on' }),
    statusOf([], { LECTERN_CONSOLE: 'off' }),
    statusOf(['--no-console'], {}),
  ])
  expect(found).toEqual([200, 200, 404, 404])
})

test('its bundled packages are named with their licences', async () => {
  const text = await readFile(join(root, 'dist/console/licenses.md'), 'utf8')
  for (const name of ['preact', 'uplot', '@servicestack/client']) expect(text).toContain(name)
})
