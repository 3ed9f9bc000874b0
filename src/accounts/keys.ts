import type { Principal } from '../protocol/schema/access.ts'
import { type Failure, fail } from '../protocol/schema/failure.ts'
import type { Engine } from '../store/engine.ts'
import { clientById, insertKey, keyById, keysOfClient, revokeKey } from '../store/queries/accounts.ts'
import { insertAudit } from '../store/queries/audit.ts'
import { clientExists } from './clients.ts'
import type { Deed } from './deed.ts'
import { accountErrors } from './errors.ts'
import type { Role } from './roles.ts'
import { clientOf, isSecret, newSecret, nobodysSecret, randomName, stored } from './secrets.ts'

/** A new key. The secret is known here and now only: what is stored of it does not give it back. */
export interface NewKey {
  readonly id: string
  readonly secret: string
}

/** A key as it may be shown. Times are milliseconds since 1970-01-01 UTC. */
export interface KeyFacts {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly createdAt: number
  readonly revokedAt: number | null
}

/** Makes an API key for a client. @returns the failure ClientNotFound where there is none */
export function createKey(
  engine: Engine,
  client: number,
  { name, role }: { readonly name: string; readonly role: Role },
  deed: Deed,
): Promise<NewKey | Failure> {
  const key = { id: `${client}-${randomName(16)}`, secret: newSecret() }
  return engine.write(async (transaction) => {
    if (!(await transaction.first(clientById, { client }))) return fail(accountErrors.ClientNotFound, client)
    await transaction.run(insertKey, { client, id: key.id, name, role, ...stored(key.secret), at: deed.at })
    await transaction.run(insertAudit, {
      ...deed,
      client,
      event: null,
      action: 'key.create',
      subject: key.id,
      before: null,
      after: JSON.stringify({ name, role }),
    })
    return key
  })
}

/** The keys of a client, oldest first. @returns the failure ClientNotFound where there is none */
export async function listKeys(engine: Engine, client: number): Promise<KeyFacts[] | Failure> {
  if (!(await clientExists(engine, client))) return fail(accountErrors.ClientNotFound, client)
  const rows = await engine.all(keysOfClient, { client })
  return rows.map(({ id, name, role, created_at, revoked_at }) => ({
    id,
    name,
    role,
    createdAt: created_at,
    revokedAt: revoked_at,
  }))
}

/**
 * Ends a key, and with it all its sign-in sessions, at once. A key that has ended stays as it was.
 * @returns the failure KeyNotFound where there is none
 */
export function endKey(engine: Engine, client: number, id: string, deed: Deed): Promise<Failure | undefined> {
  return engine.write(async (transaction) => {
    const key = await transaction.first(keyById, { client, id })
    if (!key) return fail(accountErrors.KeyNotFound, client, id)
    if (key.revoked_at !== null) return undefined
    await transaction.run(revokeKey, { client, id, at: deed.at })
    await transaction.run(insertAudit, {
      ...deed,
      client,
      event: null,
      action: 'key.revoke',
      subject: id,
      before: JSON.stringify({ revokedAt: null }),
      after: JSON.stringify({ revokedAt: deed.at }),
    })
    return undefined
  })
}

/** Whom a key and its secret name; null when the key is unknown or has ended, or the secret is wrong. */
export async function principalOf(engine: Engine, id: string, secret: string): Promise<Principal | null> {
  const client = clientOf(id)
  const key = client === undefined ? undefined : await engine.first(keyById, { client, id })
  const isRight = isSecret(secret, key ?? nobodysSecret)
  return key && isRight && key.revoked_at === null ? { clientId: key.client_id, id, roles: [key.role] } : null
}
