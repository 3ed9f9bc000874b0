import type { Logger } from 'pino'

/** Writes the warnings of Node.js, such as deprecations, to the log: by itself it prints them to stderr as plain text. */
export function logProcessWarnings(logger: Logger): void {
  process.removeAllListeners('warning')
  process.on('warning', (warning) => logger.warn({ error: warning }, 'process warning'))
}
