import pino, { type Logger } from 'pino'
import type { HostLog } from './protocol/host/log.ts'

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** The log of the program: one JSON object a line on stderr, so that stdout is free for what a command answers. */
export interface ProgramLog extends HostLog {
  readonly logger: Logger
  /** A call could not be carried out now, through no fault of the program: its line is apart from those of defects. */
  readonly unavailable: (error: Error, requestId: string | null) => void
  /** Writes out what is still held back. */
  flush(): void
}

/** How long lines may be held back, in milliseconds, to write many at once. */
const heldFor = 500
const heldBytes = 8_192

/** @param dest the path of a file, or a file descriptor: 2 is stderr */
export function programLog(level: LogLevel, dest: string | number = 2): ProgramLog {
  const destination = pino.destination({ dest, sync: false, minLength: heldBytes, periodicFlush: heldFor })
  const logger = pino({ level, base: null, serializers: { error: pino.stdSerializers.err } }, destination)
  return {
    logger,
    answered: (facts) => logger.info(facts, 'answered'),
    failed: (requestId, error) => logger.error({ requestId, error }, 'failed'),
    unavailable: (error, requestId) => logger.warn({ requestId, error }, 'unavailable'),
    flush: () => destination.flushSync(),
  }
}
