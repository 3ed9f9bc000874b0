import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unitEnvironment } from '../reference/unit-file.ts'
import { freshDatabase, type Running, run } from '../support/program.ts'
import { postFormFrom, type ReverseProxy, startReverseProxy } from '../support/reverse-proxy.ts'
import { startServe } from '../support/servers.ts'

const publicHost = 'events.example.org'
const warning = 'X-Forwarded-* headers are ignored'

interface Site extends Running {
  readonly proxy: ReverseProxy
  readonly signIn: (localAddress: string, userName: string, password: string) => ReturnType<typeof postFormFrom>
  readonly key: { readonly id: string; readonly secret: string }
}

/** A server behind a reverse proxy, with a client and its key. */
async function startSite(env: Record<string, string>): Promise<Site> {
  const database = { LECTERN_DATABASE_URL: freshDatabase() }
  await run(['client', 'add', '--id', '5', '--name', 'Society'], { env: database })
  const { stdout } = await run(['key', 'create', '--client', '5', '--role', 'admin', '--json'], { env: database })
  const key: { id: string; secret: string } = JSON.parse(stdout)
  const server = await startServe([], { env: { ...env, ...database } })
  const proxy = await startReverseProxy(server.url, publicHost)
  return {
    ...server,
    proxy,
    key,
    signIn: (localAddress, UserName, Password) =>
      postFormFrom(localAddress, `http://127.0.0.1:${proxy.port}/auth/credentials`, { UserName, Password }),
  }
}

describe('behind a proxy on the same machine, with the settings of the shipped unit', () => {
  let site: Site
  beforeAll(async () => {
    site = await startSite(unitEnvironment())
  })
  afterAll(async () => {
    site.proxy.stop()
    await site.stop()
  })

  test('cookies are Secure, and browsers are told to stay with HTTPS', async () => {
    const { status, headers } = await site.signIn('127.0.0.1', site.key.id, site.key.secret)
    expect(status).toBe(200)
    expect(headers['set-cookie']?.length).toBeGreaterThan(0)
    for (const cookie of headers['set-cookie'] ?? []) expect(cookie).toContain('; Secure')
    expect(headers['strict-transport-security']).toContain('max-age=')
  })

  test('each caller has an address of its own, so that one who guesses secrets slows down nobody else', async () => {
    const statuses: number[] = []
    for (let i = 0; i < 40; i++) statuses.push((await site.signIn('127.0.0.2', `5-guess${i}`, 'wrong')).status)
    expect(statuses[0]).toBe(401)
    expect(statuses.at(-1)).toBe(429)
    expect((await site.signIn('127.0.0.3', '5-another', 'wrong')).status).toBe(401)
  })
})

test('a server logs one warning, with the address, when forwarded headers come from a proxy that it does not trust', async () => {
  const site = await startSite({ LECTERN_TRUST_PROXY: '192.0.2.1' })
  for (let i = 0; i < 3; i++) {
    const { headers } = await site.signIn('127.0.0.1', site.key.id, site.key.secret)
    for (const cookie of headers['set-cookie'] ?? []) expect(cookie).not.toContain('Secure')
  }
  site.proxy.stop()
  const { stderr } = await site.stop()
  const warnings = stderr.split('\n').filter((line) => line.includes(warning))
  expect(warnings.map((line) => JSON.parse(line))).toMatchObject([{ level: 40, address: '127.0.0.1' }])
})

test('a server does not warn about forwarded headers of a proxy that it trusts', async () => {
  const site = await startSite(unitEnvironment())
  expect((await site.signIn('127.0.0.1', site.key.id, site.key.secret)).status).toBe(200)
  site.proxy.stop()
  expect((await site.stop()).stderr).not.toContain(warning)
})
