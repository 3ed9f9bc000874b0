import { type IReturn, JsonServiceClient, type ResponseStatus } from '@servicestack/client'
import { signedOut } from './signed-in.ts'

/** Why a call failed, as people are told of it. */
export interface Problem {
  readonly code: string
  readonly message: string
  /** Every reason, where there are several. */
  readonly reasons: readonly Reason[]
}

export interface Reason {
  readonly code: string
  readonly message: string
}

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

type Verb = 'GET' | 'POST' | 'PUT' | 'DELETE'

const client = new JsonServiceClient(location.origin)
// The console has a session in a cookie, and no tokens to renew.
client.enableAutoRefreshToken = false
// Without it a browser asks for a password by itself where a sign-in is refused.
client.headers.set('X-Requested-With', 'XMLHttpRequest')

/** Calls an operation; every refusal, and a server that cannot be reached, is a value. */
export async function call<T>(verb: Verb, request: IReturn<T>): Promise<Answer<T>> {
  const { response, error } = await client.api(request, undefined, verb)
  if (response && !error) return { ok: true, value: response }
  const problem = problemOf(error)
  if (problem.code === 'Unauthorized') signedOut(true)
  return { ok: false, problem }
}

/** Reads by GET. */
export function read<T>(request: IReturn<T>): Promise<Answer<T>> {
  return call('GET', request)
}

function problemOf(status: ResponseStatus | null | undefined): Problem {
  const code = status?.errorCode ?? ''
  const message = status?.message ?? ''
  const reasons = (status?.errors ?? []).map((each) => ({ code: each.errorCode ?? '', message: each.message ?? '' }))
  // Exception is the client's own code for a call that did not get there.
  if (code !== '' && code !== 'Exception') return { code, message, reasons }
  // No response of the server: something in between answered, or nothing did.
  return { code: 'Unreachable', message: 'The server does not answer.', reasons: [] }
}

/** The value of an answer as something else. */
export function mapped<T, U>(answer: Answer<T>, change: (value: T) => U): Answer<U> {
  return answer.ok ? { ok: true, value: change(answer.value) } : answer
}
