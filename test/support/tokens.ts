import { type CodeRequest, createApp, issueCode } from '../../src/accounts/apps.ts'
import type { CreatedKey } from '../../src/accounts/keys.ts'
import { allScopes } from '../../src/accounts/scopes.ts'
import { Failure } from '../../src/protocol/schema/failure.ts'
import type { Engine } from '../../src/store/engine.ts'
import { type Answer, call, client, type TestServer } from './http-server.ts'

export const minute = 60_000
export const day = 24 * 60 * minute

/** A clock that a test moves. */
export class Clock {
  at = Date.UTC(2025, 9, 1)
  readonly now = () => this.at
  pass(milliseconds: number): void {
    this.at += milliseconds
  }
}

export const bearer = (token: unknown) => ({ authorization: `Bearer ${token}` })

/** Calls an operation that needs a role, with a token. */
export function assignWith(server: TestServer, token: unknown, badge = 1): Promise<Answer> {
  return call('POST', server.sessionsUrl, { RegistrationID: `reg-${badge}`, SessionIds: [101] }, bearer(token))
}

/** Signs in at `/auth/credentials`. */
export function signIn(server: TestServer, { id, secret }: CreatedKey, more: object = {}): Promise<Answer> {
  return call('POST', `${server.url}/auth/credentials`, { UserName: id, Password: secret, ...more })
}

/** A form as RFC 6749 has it. */
export function postForm(url: string, fields: Record<string, string>, headers = {}): Promise<Answer> {
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  return call('POST', url, new URLSearchParams(fields).toString(), { ...type, ...headers })
}

const deed = (at: number) => ({ principal: 'test', requestId: 'test', at })

export async function addApp(
  engine: Engine,
  at: number,
  redirectUris: string[] = [],
  tenant = client,
): Promise<CreatedKey> {
  return granted(await createApp(engine, tenant, { name: 'App', redirectUris }, deed(at)))
}

/** A code for an app of the client. */
export async function addCode(
  engine: Engine,
  app: CreatedKey,
  at: number,
  { scopes = allScopes, codeChallenge = null }: Partial<CodeRequest> = {},
): Promise<string> {
  return granted(await issueCode(engine, client, app.id, { scopes, codeChallenge }, deed(at)))
}

export function granted<T>(outcome: T | Failure): T {
  if (outcome instanceof Failure) throw new Error(outcome.message)
  return outcome
}

/** The payload of a token, unverified. */
export function payloadOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}
