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

/** The message and exit code of whatever a command threw. */
export function ending(error: unknown): { readonly message: string; readonly exitCode: number } {
  if (error instanceof CommandError) return error
  if (error instanceof DatabaseUrlError) return { message: error.message, exitCode: exitCodes.usage }
  if (error instanceof StoreError) return { message: error.message, exitCode: exitCodes.database }
  if (isListenError(error)) return { message: listenMessage(error), exitCode: exitCodes.address }
  return {
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    exitCode: exitCodes.defect,
  }
}

interface ListenError extends Error {
  readonly code: string
  readonly address?: string
  readonly port?: number
}

const listenCodes = ['EADDRINUSE', 'EADDRNOTAVAIL', 'EACCES', 'ENOTFOUND']

function isListenError(error: unknown): error is ListenError {
  return (
    error instanceof Error &&
    'syscall' in error &&
    (error.syscall === 'listen' || error.syscall === 'getaddrinfo') &&
    'code' in error &&
    typeof error.code === 'string' &&
    listenCodes.includes(error.code)
  )
}

function listenMessage({ code, address, port }: ListenError): string {
  const where = address === undefined ? 'that host' : `${address}:${port}`
  const why = code === 'EADDRINUSE' ? 'another program listens there; choose another --port' : `the system says ${code}`
  return `Cannot listen on ${where}: ${why}.`
}
