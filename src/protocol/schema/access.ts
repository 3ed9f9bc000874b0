import { catalogue, type Failure } from './failure.ts'

/** What a caller may do: `read` is asked for by GET, `write` by every other verb. */
export const scopes = ['read', 'write'] as const
export type Scope = (typeof scopes)[number]

/** Who calls: what the gate needs to know of a signed-in caller. */
export interface Principal {
  /** The client (tenant) that it belongs to, and beyond which it sees nothing. */
  readonly clientId: number
  /** The name under which its deeds are audited: an API key's id. */
  readonly id: string
  readonly roles: readonly string[]
  readonly scopes: ReadonlySet<Scope>
}

/** From where, and in which request, somebody shows who they are. */
export interface RequestSource {
  /** The network address of the caller. */
  readonly address: string
  /** Identifies the call in the log and the audit. */
  readonly requestId: string
}

/** What a request shows to say who calls, as the host found it in a header or cookie. */
export type Credentials =
  | { readonly kind: 'session'; readonly sessionId: string }
  | { readonly kind: 'basic'; readonly userName: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string }

/** A caller whose credentials were good. */
export interface Caller {
  readonly principal: Principal
  /** The sign-in session in use, if any. */
  readonly sessionId: string | null
  /** The grant behind the token in use, if any. */
  readonly grantId: string | null
}

/** Knows callers by their credentials; the host asks it, and knows no accounts itself. */
export interface Authenticator {
  /** @returns the caller, or one of {@link accessErrors} */
  authenticate(credentials: Credentials, origin: RequestSource): Promise<Caller | Failure> | Caller | Failure
}

/** Why a caller is not let in. */
export const accessErrors = catalogue({
  Unauthorized: [
    401,
    (given: 'nothing' | 'session' | 'token') =>
      given === 'nothing'
        ? 'Not signed in.'
        : `The ${given} is not known, or has ended. Sign in again and repeat the call.`,
  ],
  InvalidCredentials: [401, () => 'Invalid username/password combination.'],
  AccountLockedOut: [
    429,
    (seconds: number) => `Too many failed sign-ins. Check the secret, and try again in ${seconds} s.`,
  ],
  Forbidden: [403, () => 'Invalid Role'],
  ReadOnly: [403, () => 'The key or token may only read: this call needs the scope write.'],
  WriteOnly: [403, () => 'The token may not read: this call needs the scope read.'],
  SessionRequired: [403, () => 'An access token cannot issue tokens. Use a session or an API key.'],
})
