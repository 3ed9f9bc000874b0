import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { basic, call } from '../support/http-server.ts'
import { freshDirectory, run } from '../support/program.ts'
import { startDemo, startServe } from '../support/servers.ts'

function secretFile(content = randomBytes(32).toString('base64')): string {
  const path = join(freshDirectory(), 'secret')
  writeFileSync(path, `${content}\n`, { mode: 0o600 })
  return path
}

/** A database with a tenant and a key, and what calls it. */
async function demoDatabase() {
  const directory = freshDirectory()
  const demo = await startDemo(['--data', directory])
  const { clientId, eventId, key } = demo.facts
  await demo.stop()
  const path = join(directory, 'lectern.db')
  return { path, url: `sqlite:${path}`, clientId, eventId, key }
}

/** The private parts of the signing keys as they are in the database file. */
function storedKeys(path: string): string[] {
  const database = new Database(path, { readonly: true })
  try {
    return database.prepare<[], string>('select private_key from signing_key').pluck().all()
  } finally {
    database.close()
  }
}

const issueToken = (url: string, key: { id: string; secret: string }) =>
  call('POST', `${url}/auth/credentials`, { UserName: key.id, Password: key.secret, UseTokenCookie: true })

describe('a secret file', () => {
  test('seals keys that were stored as they are; tokens issued before and after are accepted', async () => {
    const { path, url, clientId, eventId, key } = await demoDatabase()
    const list = `Ams/${clientId}/Event/${eventId}/Sessions`
    const tokenOf = async (server: string) => {
      const answer = await issueToken(server, key)
      return /ss-tok=([^;]+)/.exec(answer.headers.getSetCookie().join('\n'))?.[1] ?? ''
    }
    const open = await startServe(['--database', url])
    const before = await tokenOf(open.url)
    await open.stop()
    expect(storedKeys(path).join()).toContain('PRIVATE KEY')

    const sealed = await startServe(['--database', url, '--secret-file', secretFile()])
    expect(storedKeys(path).join()).not.toContain('PRIVATE KEY')
    for (const token of [before, await tokenOf(sealed.url)]) {
      const answer = await call('GET', `${sealed.url}/${list}`, undefined, { authorization: `Bearer ${token}` })
      expect(answer.status).toBe(200)
    }
    await sealed.stop()
  })

  test('is needed from then on: without it, or with another one, the server does not start and says why', async () => {
    const { url, key } = await demoDatabase()
    const sealed = await startServe(['--database', url, '--secret-file', secretFile()])
    expect((await issueToken(sealed.url, key)).status).toBe(200)
    await sealed.stop()
    const serve = (...args: string[]) => run(['serve', '--port', '0', '--database', url, ...args])
    const missing = await serve()
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('name the file of their secret')])
    const other = await serve('--secret-file', secretFile())
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('sealed with another secret')])
  })

  test.each([
    ['does not exist', () => join(freshDirectory(), 'absent'), 'cannot be read (ENOENT)'],
    ['is too short', () => secretFile('short'), 'at least 32 characters'],
  ])('that %s is refused with exit code 2', async (_, path, reason) => {
    const { code, stderr } = await run(['serve', '--port', '0', '--secret-file', path()])
    expect([code, stderr]).toEqual([2, expect.stringContaining(reason)])
  })
})

test('an API key works whether the signing keys are sealed or not', async () => {
  const { url, clientId, eventId, key } = await demoDatabase()
  const server = await startServe(['--database', url, '--secret-file', secretFile()])
  const list = await call('GET', `${server.url}/Ams/${clientId}/Event/${eventId}/Sessions`, undefined, basic(key))
  expect(list.status).toBe(200)
  await server.stop()
})
