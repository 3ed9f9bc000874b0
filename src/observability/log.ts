import pino, { type Logger } from 'pino'
import type { HostLog } from '../protocol/host/access-log.ts'
import { guardCallback } from '../runtime/guard.ts'
import type { LogLevel } from './log-levels.ts'

/** The log of the program: one JSON object a line on stderr, so that stdout is free for what a command answers. */
export interface ProgramLog extends HostLog {
  readonly logger: Logger
  /** Writes out what is still held back. */
  flush(): void
}

/** Where a log goes. Its errors are another's to hear. */
export interface LogOutput {
  write(text: string): unknown
  /** What it has still to write, in bytes. */
  readonly writableLength: number
}

/** @param traceId that of the call under way, which its lines then tell */
export function programLog(
  level: LogLevel,
  output: LogOutput = process.stderr,
  traceId: (() => string | undefined) | null = null,
): ProgramLog {
  const lines = new HeldLines(output)
  const mixin = traceId && (() => ({ traceId: traceId() }))
  const settings = { level, base: null, serializers: { error: pino.stdSerializers.err } }
  const logger = pino({ ...settings, ...(mixin && { mixin }) }, lines)
  return {
    logger,
    answered: (facts) => logger.info(facts, 'answered'),
    shed: (requests) => logger.warn({ requests }, 'refused for too much to do'),
    untrustedProxy: (address) =>
      logger.warn(
        { address },
        'X-Forwarded-* headers are ignored: their sender is not a trusted proxy. If it is your proxy, set --trust-proxy or LECTERN_TRUST_PROXY',
      ),
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
 * Holds lines back and hands many at once to their output. A full disk or a reader that is gone is no reason to stop
 * serving: pino's own destination tries forever when it flushes to a full disk.
 */
class HeldLines {
  readonly #output: LogOutput
  #held = ''
  #timer: NodeJS.Timeout | undefined

  constructor(output: LogOutput) {
    this.#output = output
  }

  write(line: string): void {
    if (this.#output.writableLength > mostWaiting) return
    this.#held += line
    if (this.#held.length >= heldLength) this.flush()
    else
      this.#timer ??= setTimeout(
        guardCallback('log-timer', () => this.flush()),
        heldFor,
      ).unref()
  }

  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#held !== '') this.#output.write(this.#held)
    this.#held = ''
  }
}
