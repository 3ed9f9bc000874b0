import type { Logger } from 'pino'
import { guardCallback } from '../runtime/guard.ts'

/** Writes the warnings of Node.js, such as deprecations, to the log: by itself it prints them to stderr as plain text. */
export function logProcessWarnings(logger: Logger): void {
  process.removeAllListeners('warning')
  process.on(
    'warning',
    guardCallback('process-warning', ({ name, message, stack }) =>
      logger.warn({ warning: name, reason: message, stack }, 'process warning'),
    ),
  )
}
