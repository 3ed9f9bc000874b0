import type { Scope } from '../protocol/schema/access.ts'
import { type Failure, fail } from '../protocol/schema/failure.ts'
import type { Engine, Reader } from '../store/engine.ts'
import { appById, appsOfClient, insertApp, setAppRevoked } from '../store/queries/apps.ts'
import { insertAudit } from '../store/queries/audit.ts'
import { deleteStaleCodes, insertCode } from '../store/queries/authorization-codes.ts'
import { tenantById } from '../store/queries/tenants.ts'
import type { AuditContext } from './audit-context.ts'
import { accountErrors } from './errors.ts'
import type { CreatedKey } from './keys.ts'
import { scopeText } from './scopes.ts'
import { hashSecret, newSecret, randomName, tokenHash } from './secrets.ts'
import { tokenLifetimes } from './token-lifetimes.ts'

/** An app as it may be shown. Times are milliseconds since 1970-01-01 UTC. */
export interface AppSummary {
  readonly id: string
  readonly name: string
  readonly redirectUris: readonly string[]
  readonly createdAt: number
  readonly revokedAt: number | null
}

/** Makes an OAuth app for a client; its secret is known here and now only. @returns the failure ClientNotFound */
export function createApp(
  engine: Engine,
  client: number,
  { name, redirectUris }: { readonly name: string; readonly redirectUris: readonly string[] },
  deed: AuditContext,
): Promise<CreatedKey | Failure> {
  const app = { id: `${client}-app-${randomName(16)}`, secret: newSecret() }
  const { salt, hash } = hashSecret(app.secret)
  return engine.write(async (transaction) => {
    if (!(await transaction.first(tenantById, { client }))) return fail(accountErrors.ClientNotFound, client)
    const facts = { client, id: app.id, name, redirectUris: JSON.stringify(redirectUris), at: deed.at }
    await transaction.run(insertApp, { ...facts, salt, hash })
    const after = JSON.stringify({ name, redirectUris })
    await transaction.run(insertAudit, { ...about(client, app.id, deed), action: 'app.create', before: null, after })
    return app
  })
}

/** The apps of a client, oldest first. */
export async function listApps(engine: Reader, client: number): Promise<AppSummary[]> {
  const rows = await engine.all(appsOfClient, { client })
  return rows.map(({ id, name, redirect_uris, created_at, revoked_at }) => ({
    id,
    name,
    redirectUris: uris(redirect_uris),
    createdAt: created_at,
    revokedAt: revoked_at,
  }))
}

/** Ends an app and all its tokens, at once. One that has ended stays as it was. @returns the failure AppNotFound */
export function revokeApp(
  engine: Engine,
  client: number,
  id: string,
  deed: AuditContext,
): Promise<Failure | undefined> {
  return engine.write(async (transaction) => {
    const app = await transaction.first(appById, { client, id })
    if (!app) return fail(accountErrors.AppNotFound, client, id)
    if (app.revoked_at !== null) return undefined
    await transaction.run(setAppRevoked, { client, id, at: deed.at })
    const before = JSON.stringify({ revokedAt: null })
    const after = JSON.stringify({ revokedAt: deed.at })
    await transaction.run(insertAudit, { ...about(client, id, deed), action: 'app.revoke', before, after })
    return undefined
  })
}

/** What an authorization code is for. */
export interface CodeRequest {
  readonly scopes: ReadonlySet<Scope>
  /** The S256 challenge whose verifier has to come with the code (RFC 7636); null: none. */
  readonly codeChallenge: string | null
}

/**
 * Issues an authorization code, with which the app can get tokens once, within ten minutes.
 * @returns the failure AppNotFound or AppEnded
 */
export function issueCode(
  engine: Engine,
  client: number,
  id: string,
  { scopes, codeChallenge }: CodeRequest,
  deed: AuditContext,
): Promise<string | Failure> {
  const code = `${client}-${newSecret()}`
  const scope = scopeText(scopes)
  return engine.write(async (transaction) => {
    const app = await transaction.first(appById, { client, id })
    if (!app) return fail(accountErrors.AppNotFound, client, id)
    if (app.revoked_at !== null) return fail(accountErrors.AppEnded, id)
    await transaction.run(deleteStaleCodes, { client, before: deed.at - tokenLifetimes.memory })
    const expiresAt = deed.at + tokenLifetimes.code
    await transaction.run(insertCode, { client, hash: tokenHash(code), app: id, scope, codeChallenge, expiresAt })
    const after = JSON.stringify({ scope })
    await transaction.run(insertAudit, { ...about(client, id, deed), action: 'app.code', before: null, after })
    return code
  })
}

function about(client: number, subject: string, deed: AuditContext) {
  return { ...deed, client, event: null, subject }
}

/** The addresses of an app, as they are stored. */
export function uris(text: string): string[] {
  const list: unknown = JSON.parse(text)
  return Array.isArray(list) ? list.map(String) : []
}
