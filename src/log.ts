import pino, { type Logger } from 'pino'
import type { LogLevel } from './log-levels.ts'
import type { HostLog } from './protocol/host/log.ts'

/** The log of the program: one JSON object a line on stderr, so that stdout is free for what a command answers. */
export interface ProgramLog extends HostLog {
  readonly logger: Logger
  /** Writes out what is still held back. */
  flush(): void
}

export function programLog(level: LogLevel): ProgramLog {
  const lines = new HeldLines(process.stderr)
  process.once('exit', () => lines.flush())
  const logger = pino({ level, base: null, serializers: { error: pino.stdSerializers.err } }, lines)
  return {
    logger,
    answered: (facts) => logger.info(facts, 'answered'),
    failed: (requestId, error) => logger.error({ requestId, error }, 'failed'),
    flush: () => lines.flush(),
  }
}

/** How long lines may be held back, in milliseconds, to write many at once. */
const heldFor = 500
const heldLength = 8_192
/** The most bytes that wait for a reader who is slow; further lines are dropped, since the server is to go on. */
const mostWaiting = 16_777_216

/**
 * Holds lines back and hands many at once to a stream, whose errors are another's to hear: a full disk or a reader that
 * is gone is no reason to stop serving. (pino's own destination tries forever when it flushes to a full disk.)
 */
class HeldLines {
  readonly #stream: NodeJS.WriteStream
  #held = ''
  #timer: NodeJS.Timeout | undefined

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
  }

  write(line: string): void {
    if (this.#stream.writableLength > mostWaiting) return
    this.#held += line
    if (this.#held.length >= heldLength) this.flush()
    else this.#timer ??= setTimeout(() => this.flush(), heldFor).unref()
  }

  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#held !== '') this.#stream.write(this.#held)
    this.#held = ''
  }
}
