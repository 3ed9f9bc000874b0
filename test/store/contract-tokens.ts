import { beforeEach, describe, expect, test } from 'vitest'
import type { Engine } from '../../src/store/engine.ts'
import { insertKey, setKeyRevoked } from '../../src/store/queries/api-keys.ts'
import { insertApp, setAppRevoked } from '../../src/store/queries/apps.ts'
import { codeByHash, deleteStaleCodes, insertCode, useCode } from '../../src/store/queries/authorization-codes.ts'
import {
  deleteStaleGrants,
  endGrant,
  endGrantsOfSignIn,
  grantById,
  insertGrant,
} from '../../src/store/queries/grants.ts'
import {
  deleteUsedRefreshTokens,
  insertRefreshToken,
  refreshTokenByHash,
  useRefreshToken,
} from '../../src/store/queries/refresh-tokens.ts'
import { insertSigningKey, signingKeysSince } from '../../src/store/queries/signing-keys.ts'
import { at, here, trouble } from './fill.ts'

/** The part of the contract that is about apps and tokens. */
export function describeTokens(engine: () => Engine): void {
  describe('apps and tokens', () => {
    const { client } = here
    const grant = { client, key: null, app: null, signIn: null, scope: 'a', at, expiresAt: at + 100 }
    const secret = { salt: '00', hash: '11' }
    const forEver = { scope: null, expiresAt: null }

    beforeEach(async () => {
      await engine().write(async (t) => {
        await t.run(insertKey, { client, id: 'key', name: '', role: 'admin', ...forEver, ...secret, at })
        await t.run(insertApp, { client, id: 'app', name: '', redirectUris: '[]', ...secret, at })
        await t.run(insertGrant, { ...grant, id: 'of key', key: 'key', signIn: 'session' })
        await t.run(insertGrant, { ...grant, id: 'of app', app: 'app', expiresAt: at + 200 })
        await t.run(insertRefreshToken, { client, hash: 'token', grant: 'of app', at })
        await t.run(insertCode, {
          client,
          hash: 'code',
          app: 'app',
          scope: 'a',
          codeChallenge: null,
          expiresAt: at + 10,
        })
      })
    })

    const found = (id: string) => engine().first(grantById, { client, id })
    const facts = { scope: 'a', key_id: null, role: null, key_scope: null, key_expires_at: null, app_id: null }

    test('a grant is found with the role of its key, or the id of its app, until that is revoked', async () => {
      expect(await found('of key')).toEqual({ ...facts, expires_at: at + 100, key_id: 'key', role: 'admin' })
      expect(await found('of app')).toEqual({ ...facts, expires_at: at + 200, app_id: 'app' })
      await engine().write(async (t) => {
        await t.run(setKeyRevoked, { client, id: 'key', at })
        await t.run(setAppRevoked, { client, id: 'app', at })
      })
      expect(await found('of key')).toEqual({ ...facts, expires_at: at + 100 })
      expect(await found('of app')).toEqual({ ...facts, expires_at: at + 200 })
    })

    test('a grant that has ended is not found, nor is one of another client', async () => {
      await engine().write(async (t) => {
        await t.run(endGrant, { client, id: 'of app', at })
        await t.run(endGrantsOfSignIn, { client, signIn: 'session', at })
      })
      expect([await found('of app'), await found('of key')]).toEqual([undefined, undefined])
      expect(await engine().first(grantById, { client: 2, id: 'of key' })).toBeUndefined()
    })

    test('a code and a refresh token can be used once', async () => {
      const changed = await engine().write(async (t) => [
        await t.run(useCode, { client, hash: 'code', grant: 'of app' }),
        await t.run(useCode, { client, hash: 'code', grant: 'other' }),
        await t.run(useRefreshToken, { client, hash: 'token', at }),
        await t.run(useRefreshToken, { client, hash: 'token', at: at + 1 }),
      ])
      expect(changed).toEqual([1, 0, 1, 0])
      expect(await engine().first(codeByHash, { client, hash: 'code' })).toMatchObject({ grant_id: 'of app' })
      const token = await engine().first(refreshTokenByHash, { client, hash: 'token' })
      expect(token).toEqual({ grant_id: 'of app', used_at: at })
    })

    test('what is stale is forgotten, refresh tokens with their grant, and nothing else', async () => {
      const token = () => engine().first(refreshTokenByHash, { client, hash: 'token' })
      await engine().write(async (t) => {
        await t.run(deleteStaleGrants, { client, before: at + 150 })
        await t.run(deleteStaleCodes, { client, before: at + 10 })
        await t.run(deleteUsedRefreshTokens, { client, grant: 'of app', before: at + 1_000 })
      })
      expect(await found('of key')).toBeUndefined()
      expect([await found('of app'), await token()]).not.toContain(undefined)
      expect(await engine().first(codeByHash, { client, hash: 'code' })).toBeDefined()
      await engine().write(async (t) => t.run(deleteStaleGrants, { client, before: at + 201 }))
      expect(await token()).toBeUndefined()
    })

    test('what a grant, token or code refers to must be there', async () => {
      const refused = async (work: Parameters<Engine['write']>[0]) =>
        expect(engine().write(work)).rejects.toEqual(trouble('failed'))
      await refused(async (t) => t.run(insertGrant, { ...grant, id: 'x', key: 'unknown' }))
      await refused(async (t) => t.run(insertGrant, { ...grant, id: 'x', app: 'unknown' }))
      await refused(async (t) => t.run(insertRefreshToken, { client, hash: 'x', grant: 'unknown', at }))
      const code = { client, hash: 'x', app: 'unknown', scope: '', expiresAt: at }
      await refused(async (t) => t.run(insertCode, code))
    })

    test('signing keys come the newest first', async () => {
      await engine().write(async (t) => {
        for (const age of [2, 0, 1]) {
          await t.run(insertSigningKey, { id: `${age}`, privateKey: 'p', publicKey: 'q', at: at - age })
        }
      })
      const ids = (await engine().all(signingKeysSince, { since: at - 2 })).map(({ id }) => id)
      expect(ids).toEqual(['0', '1'])
    })
  })
}
