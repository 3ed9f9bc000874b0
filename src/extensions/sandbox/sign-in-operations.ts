import { tenantOfKeyName } from '../../accounts/secrets.ts'
import { membersOf } from '../../protocol/formats/members.ts'
import type { CallRecord } from '../../protocol/host/interceptor.ts'

/** The fields of requests that name a key, an app, a code or a token. Each such name begins with the number of its tenant. */
const credentialFields = [
  'Username',
  'UserName',
  'Token',
  'AppId',
  'Code',
  'RefreshToken',
  'client_id',
  'code',
  'refresh_token',
]

/**
 * Returns the only tenant that a call can sign in to: all credentials that it sends are of this one. Null where it sends none, or
 * those of several tenants.
 */
export function tenantSigningIn({ request, userName }: CallRecord): number | null {
  const members = request === null ? {} : membersOf(request)
  const names = [...credentialFields.map((field) => members[field]), userName].filter(
    (name) => typeof name === 'string',
  )
  const tenants = new Set(names.map(tenantOfKeyName))
  const [tenant] = tenants
  return tenants.size === 1 ? (tenant ?? null) : null
}
