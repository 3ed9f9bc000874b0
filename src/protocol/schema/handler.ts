import type { Credentials, Principal, RequestSource } from './access.ts'
import type { EventStream } from './event-stream.ts'
import type { Failure } from './failure.ts'
import type { LongWork } from './long-work.ts'
import type { Operation, Verb } from './operation.ts'
import type { Streamed } from './streamed.ts'

/** A token that a browser is to keep in a cookie for so many seconds. */
export interface TokenCookie {
  readonly value: string
  readonly maxAgeSeconds: number
}

/** A sign-in session that a handler started or ended, or tokens it gave; the host tells the caller's browser. */
export type SessionChange =
  | {
      readonly kind: 'started'
      readonly sessionId: string
      /** How long a browser is to keep it, in seconds; null: until the browser is closed. */
      readonly keepFor: number | null
    }
  /** The tokens stand in for a session; without a refresh token the browser keeps the one it has. */
  | { readonly kind: 'tokens'; readonly access: TokenCookie; readonly refresh: TokenCookie | null }
  | { readonly kind: 'ended' }

/** What a handler knows of a call besides its request. */
export interface Call extends RequestSource {
  readonly verb: Verb
  /** What the request showed to say who calls, whether it is good or not. */
  readonly credentials: Credentials | null
  /** Null where the operation is open to all and the caller is not signed in. */
  readonly principal: Principal | null
  /** The sign-in session in use, if any. */
  readonly sessionId: string | null
  /** The grant behind the token in use, if any. */
  readonly grantId: string | null
  /** The refresh token that the caller's browser keeps in a cookie, if any. */
  readonly refreshToken: string | null
  /** The names of the request's fields that the caller sent. */
  readonly sent: ReadonlySet<string>
  /** Names the call for the caller's repeats of it (Idempotency-Key); null where it has none, or only reads. */
  readonly idempotencyKey: string | null
  /** What a handler does at length goes through this, so that other calls are served meanwhile. */
  readonly work: LongWork
  /** Counts the call of somebody who signs in against their tenant's rate. @returns why the tenant has to wait, if it has */
  countFor(clientId: number): Promise<Failure | undefined>
  /** Has the host set or clear the session cookies of the answer. */
  changeSession(change: SessionChange): void
}

/** An answer that is a text of a media type of its own, whatever format is asked for: a calendar. */
export class RawBody {
  /** With its charset, UTF-8. */
  readonly contentType: string
  readonly text: string

  constructor(contentType: string, text: string) {
    this.contentType = contentType
    this.text = text
  }
}

/**
 * Carries an operation out. It answers a response, at once or item by item, a stream of events, a document or a failure; what it throws is a
 * defect and answers 500.
 */
export type Handler<Request extends object, Response extends object> = (
  request: Request,
  call: Call,
) => Outcome<Response> | Promise<Outcome<Response>>

type Outcome<Response extends object> = Response | Streamed<Response> | EventStream | RawBody | Failure

/** An operation with what carries it out; make it with {@link service}. */
export interface Service {
  readonly operation: Operation
  /** A method, not a function type: the host only ever passes it what was decoded as its own operation's request. */
  handle(request: object, call: Call): Promise<object | Failure>
}

/** Joins an operation with its handler: the one place where their types must agree. */
export function service<Request extends object, Response extends object>(
  operation: Operation<Request, Response>,
  handle: Handler<Request, Response>,
): Service {
  return { operation, handle: async (request: Request, call) => await handle(request, call) }
}
