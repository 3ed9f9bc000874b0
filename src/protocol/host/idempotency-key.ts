import type { IncomingHttpHeaders } from 'node:http'
import { type Failure, fail } from '../schema/failure.ts'
import { hostErrors } from './errors.ts'

/** The most characters of a key. */
export const maxKeyLength = 255
/** Without quotes inside, and without commas, which join two headers to one. */
const bare = /^[!#-+\--~]+$/

/**
 * The Idempotency-Key of a request: a quoted string, as the IETF's draft has it, or the same without quotes, as most
 * clients send it. Null where there is none. Source: draft-ietf-httpapi-idempotency-key-header.
 */
export function idempotencyKeyOf(headers: IncomingHttpHeaders): string | null | Failure {
  const header = headers['idempotency-key']
  if (header === undefined) return null
  const [, quoted] = /^"(.*)"$/.exec(String(header)) ?? []
  const key = quoted ?? String(header)
  return key.length <= maxKeyLength && bare.test(key) ? key : fail(hostErrors.InvalidIdempotencyKey, maxKeyLength)
}
