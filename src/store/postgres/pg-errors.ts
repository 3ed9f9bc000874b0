import pg from 'pg'
import { StoreError, type StoreErrorCode } from '../errors.ts'
import { RetryTransaction } from '../retry.ts'

/** By SQLSTATE, or its class of two characters. Source: PostgreSQL, appendix A, Error Codes. */
const troubles: { readonly [state: string]: StoreErrorCode } = {
  '08': 'unreachable',
  '28': 'refused',
  '53': 'busy',
  '57': 'unreachable',
  // A standby, after another server took over.
  '25006': 'unreachable',
  '3D000': 'refused',
  '42501': 'refused',
  '53100': 'full',
  // The statement timeout: whoever waits so long waits for others.
  '57014': 'busy',
  XX001: 'damaged',
  XX002: 'damaged',
}

/** Two transactions got in each other's way: one of them is undone, and may be tried again. */
const conflicts = new Set(['40001', '40P01'])

/** A lock was not to be had in the time that a connection is lent for waiting. */
const lockTimeout = '55P03'

/** A constraint is broken: perhaps only since what another work did, which this one will see the next time. */
const constraint = '23'
const runsForConstraint = 3

/** What is thrown instead of an error of the driver: a StoreError, or RetryWork where the work may be run again. */
export function toStoreError(database: string, error: unknown): unknown {
  if (error instanceof StoreError || error instanceof RetryTransaction || !(error instanceof Error)) return error
  if (!(error instanceof pg.DatabaseError)) return driverError(database, error)
  const state = error.code ?? ''
  if (conflicts.has(state)) return new RetryTransaction({ cause: error })
  if (state === lockTimeout) {
    const busy = new StoreError('busy', database, error, error.message)
    return new RetryTransaction({ cause: error, waitedForLock: true, otherwise: busy })
  }
  const trouble = troubles[state] ?? troubles[state.slice(0, 2)] ?? 'failed'
  const detail = lacksPassword(error) ? noPassword : error.message
  const told = new StoreError(trouble, database, error, trouble === 'failed' ? '' : detail)
  return state.startsWith(constraint)
    ? new RetryTransaction({ cause: error, runs: runsForConstraint, otherwise: told })
    : told
}

function driverError(database: string, error: Error): unknown {
  if (isDefect(error)) return new StoreError('failed', database, error)
  if (lacksPassword(error)) return new StoreError('refused', database, error, noPassword)
  const detail = detailOf(error)
  if (isPoolTimeout(error)) return new StoreError('busy', database, error)
  if (isTlsError(error)) return new StoreError('untrusted', database, error, detail)
  return new StoreError('unreachable', database, error, detail)
}

const noPassword = 'the server asks for a password, and none was given: put it into the URL, PGPASSWORD or ~/.pgpass'

/** pg's words where it has no password to answer with, or PostgreSQL's where it got an empty one. */
function lacksPassword({ message }: Error): boolean {
  return /client password must be|empty password returned by client/.test(message)
}

/** A defect of the program, such as a number that is not exact. */
function isDefect(error: Error): boolean {
  return error instanceof TypeError || error instanceof RangeError
}

/** pg-pool's words for having waited for a connection of the pool. */
function isPoolTimeout({ message }: Error): boolean {
  return message.startsWith('timeout exceeded')
}

/** pg's words for a server without TLS. */
export function isTlsRefused(error: unknown): boolean {
  return error instanceof Error && error.message.includes('does not support SSL')
}

function isTlsError(error: Error): boolean {
  return isTlsRefused(error) || /CERT|TLS|SSL|VERIFY/.test(codeOf(error))
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Errors of several addresses of one host come in one without a message. */
function detailOf(error: Error): string {
  return error.message || codeOf(error)
}

/** Whether the connection is of no further use: it is lost, or what it leads to no longer takes writes. */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return isEnding(error) || error.code === '25006'
  return error instanceof Error && !isDefect(error) && !isPoolTimeout(error)
}

/** Whether the server ended the connection with it, so that an answer under way does not come any more. */
function isEnding({ severity, code = '' }: pg.DatabaseError): boolean {
  return severity === 'FATAL' || severity === 'PANIC' || code.startsWith('08')
}

/**
 * What a commit that failed means. An error that the server answered undid the transaction; without an answer, nobody
 * here knows.
 */
export function toCommitError(database: string, error: unknown): unknown {
  const isKnown = error instanceof pg.DatabaseError && !isEnding(error) && error.code !== '40003'
  return isKnown ? toStoreError(database, error) : new StoreError('unknown', database, error)
}
