import type { Principal } from '../protocol/schema/access.ts'
import { type Failure, fail } from '../protocol/schema/failure.ts'
import type { Engine, Reader } from '../store/engine.ts'
import { insertKey, keyById, keysOfClient, setKeyRevoked } from '../store/queries/api-keys.ts'
import { insertAudit } from '../store/queries/audit.ts'
import { tenantById } from '../store/queries/tenants.ts'
import type { AuditContext } from './audit-context.ts'
import { tenantExists } from './clients.ts'
import { accountErrors } from './errors.ts'
import type { Role } from './roles.ts'
import { allScopes, readOnlyScopes } from './scopes.ts'
import { hashSecret, newSecret, randomName } from './secrets.ts'

/** A new key. The secret is known here and now only: what is stored of it does not give it back. */
export interface CreatedKey {
  readonly id: string
  readonly secret: string
}

/** A key as it may be shown. Times are milliseconds since 1970-01-01 UTC. */
export interface KeySummary {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly isReadOnly: boolean
  readonly createdAt: number
  /** When it ends by itself; null: never. */
  readonly expiresAt: number | null
  /** When it was last used, to a minute or so; null: never. */
  readonly usedAt: number | null
  readonly revokedAt: number | null
}

/** What a key is to be. */
export interface CreateKeyInput {
  readonly name: string
  readonly role: Role
  /** Whether it may only read; it may do all that its role may where this is left out. */
  readonly isReadOnly?: boolean
  /** Milliseconds since 1970-01-01 UTC; left out: it does not end by itself. */
  readonly expiresAt?: number
  /** What it is to be, where it is not to be chance. */
  readonly key?: CreatedKey
}

/** Makes an API key for a client. @returns the failure ClientNotFound where there is none */
export function createKey(
  engine: Engine,
  client: number,
  { name, role, isReadOnly = false, expiresAt, key: given }: CreateKeyInput,
  deed: AuditContext,
): Promise<CreatedKey | Failure> {
  const key = given ?? { id: `${client}-${randomName(16)}`, secret: newSecret() }
  return engine.write(async (transaction) => {
    if (!(await transaction.first(tenantById, { client }))) return fail(accountErrors.ClientNotFound, client)
    const scope = isReadOnly ? readScope : null
    const facts = { client, id: key.id, name, role, scope, expiresAt: expiresAt ?? null }
    await transaction.run(insertKey, { ...facts, ...hashSecret(key.secret), at: deed.at })
    await transaction.run(insertAudit, {
      ...deed,
      client,
      event: null,
      action: 'key.create',
      subject: key.id,
      before: null,
      after: JSON.stringify({
        name,
        role,
        ...(isReadOnly && { scope }),
        ...(expiresAt !== undefined && { expiresAt }),
      }),
    })
    return key
  })
}

/** The keys of a client, oldest first. @returns the failure ClientNotFound where there is none */
export async function listKeys(engine: Reader, client: number): Promise<KeySummary[] | Failure> {
  if (!(await tenantExists(engine, client))) return fail(accountErrors.ClientNotFound, client)
  const rows = await engine.all(keysOfClient, { client })
  return rows.map(({ id, name, role, scope, created_at, expires_at, used_at, revoked_at }) => ({
    id,
    name,
    role,
    isReadOnly: isReadScope(scope),
    createdAt: created_at,
    expiresAt: expires_at,
    usedAt: used_at,
    revokedAt: revoked_at,
  }))
}

/**
 * Ends a key, and with it all its sign-in sessions, at once. A key that has ended stays as it was.
 * @returns the failure KeyNotFound where there is none
 */
export function revokeKey(
  engine: Engine,
  client: number,
  id: string,
  deed: AuditContext,
): Promise<Failure | undefined> {
  return engine.write(async (transaction) => {
    const key = await transaction.first(keyById, { client, id })
    if (!key) return fail(accountErrors.KeyNotFound, client, id)
    if (key.revoked_at !== null) return undefined
    await transaction.run(setKeyRevoked, { client, id, at: deed.at })
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

/** What is stored of a key that it gives. */
interface KeyGives {
  readonly client: number
  readonly id: string
  readonly role: string
  readonly scope: string | null
}

const readScope = 'read'

/** Whom a key stands for. */
export function principalOfKey({ client, id, role, scope }: KeyGives): Principal {
  return { clientId: client, id, roles: [role], scopes: isReadScope(scope) ? readOnlyScopes : allScopes }
}

/** Unknown scopes are read-only (fail closed). */
function isReadScope(scope: string | null): boolean {
  return scope !== null
}

/** Whether a key that ends at a time, or never, has ended by itself. */
export function hasExpired(expiresAt: number | null, now: number): boolean {
  return expiresAt !== null && expiresAt <= now
}
