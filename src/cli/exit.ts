import { SealedKeyError } from '../accounts/seal.ts'
import { FileError, type FileErrorCode } from '../files/file-error.ts'
import { StoreError } from '../store/errors.ts'
import { DatabaseUrlError } from '../store/open.ts'

/** How a command ends; in `lectern --help`, and part of what scripts may rely on. */
export const exitCodes = {
  done: 0,
  /** What was given was read and refused: a bad row or document, an unknown client. */
  refused: 1,
  /** The command line, or a setting of the environment, is wrong. */
  usage: 2,
  /** The database cannot be used: newer than the program, not to be reached, read-only, full, locked, damaged. */
  database: 3,
  /** The server cannot listen where it should. */
  address: 4,
  /** A defect of the program. */
  defect: 70,
} as const

/** Ends a command with a message for whoever typed it. */
export class CommandError extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode: number = exitCodes.refused) {
    super(message)
    this.exitCode = exitCode
  }
}

/** A file that can never be written is a mistake in the command line; one that could be, were it not there, is refused. */
const fileExitCodes: Record<FileErrorCode, number> = {
  exists: exitCodes.refused,
  failed: exitCodes.refused,
  protected: exitCodes.usage,
  'not-a-file': exitCodes.usage,
  'no-directory': exitCodes.usage,
}

/** The message and exit code of whatever a command threw. */
export function toExit(error: unknown): { readonly message: string; readonly exitCode: number } {
  if (error instanceof CommandError) return error
  if (error instanceof DatabaseUrlError) {
    return { message: `--database or LECTERN_DATABASE_URL: ${error.message}`, exitCode: exitCodes.usage }
  }
  if (error instanceof SealedKeyError) return { message: error.message, exitCode: exitCodes.usage }
  if (error instanceof FileError) return { message: error.message, exitCode: fileExitCodes[error.code] }
  if (error instanceof StoreError) return { message: error.message, exitCode: exitCodes.database }
  if (isListenError(error)) return { message: listenMessage(error), exitCode: exitCodes.address }
  // Who reads the output has seen enough, as `head` has.
  if (isSystemError(error) && error.code === 'EPIPE') return { message: '', exitCode: exitCodes.refused }
  if (isSystemError(error)) return { message: systemMessage(error), exitCode: exitCodes.refused }
  return {
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    exitCode: exitCodes.defect,
  }
}

/** What the system calls an error: `ENOENT`. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}

interface SystemError extends Error {
  readonly code: string
  readonly syscall: string
  readonly path?: string
}

function systemMessage({ syscall, path, code }: SystemError): string {
  if (syscall === 'write') return `The output cannot be written (${code}).`
  return `The system refuses to ${syscall} ${path ?? 'a file'} (${code}).`
}

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'syscall' in error && 'code' in error
}

/** Whether what was to be written could not be. */
export function isWriteError(error: unknown): boolean {
  return isSystemError(error) && error.syscall === 'write'
}

interface ListenError extends SystemError {
  readonly hostname?: string
  readonly address?: string
  readonly port?: number
}

function isListenError(error: unknown): error is ListenError {
  return isSystemError(error) && (['listen', 'bind'].includes(error.syscall) || error.syscall === 'getaddrinfo')
}

function listenMessage(error: ListenError): string {
  const { hostname, address, port } = error
  const code = errnoOf(error)
  const where = address === undefined ? hostname : `${address}:${port}`
  const why = code === 'EADDRINUSE' ? 'another program listens there; choose another --port' : `the system says ${code}`
  return `Cannot listen on ${where}: ${why}.`
}
