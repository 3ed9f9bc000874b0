import { type Failure, failField } from '../../protocol/schema/failure.ts'
import { serviceErrors } from './errors.ts'

/** In UTF-16 units. */
const longest = 500

/** The name of an event, session or group, without surrounding space. */
export function parseName(name: string | null): string | Failure {
  const trimmed = name?.trim() ?? ''
  if (trimmed !== '' && trimmed.length <= longest) return trimmed
  return failField('Name', serviceErrors.ArgumentException, `a Name of 1 to ${longest} characters`)
}

/** .NET's int. */
const greatest = 2_147_483_647

/**
 * The number of a new event, session or group: the one asked for, or the next after `last`, the greatest there is.
 * @param asked null or 0: none
 */
export function newNumber(field: string, asked: number | null, last: number | null | undefined): number | Failure {
  const number = asked === null || asked === 0 ? (last ?? 0) + 1 : asked
  if (number >= 1 && number <= greatest) return number
  return failField(field, serviceErrors.ArgumentException, `a number from 1 to ${greatest} that is free`)
}

/** A MaxRegistrants: null and 0 are no limit. */
export function parseLimit(field: string, limit: number | null): number | null | Failure {
  if (limit === null || limit >= 0) return limit
  return failField(field, serviceErrors.ArgumentException, 'a number from 0; 0 is no limit')
}
