import cluster from 'node:cluster'
import type { SandboxSettings } from '../extensions/sandbox/index.ts'
import type { ProgramLog } from '../observability/log.ts'
import { guardCallback } from '../runtime/guard.ts'
import type { RunningServer } from '../server/server.ts'
import type { Engine } from '../store/engine.ts'
import { limitsOf } from './limits.ts'
import { openObservability } from './observability.ts'
import { lifetimesOf, type ServingOptions } from './options.ts'
import { logProcessWarnings } from './process-warnings.ts'

/** How long callers with open connections have to learn that this server ends, in milliseconds. */
const drain = 1_000

/**
 * Serves until `stopped`; then takes no new requests, and ends when those under way are answered.
 * @param sandbox what a sandbox is to be like; null: it is none
 * @param stopped asked for before anything is begun that must be put away at the end, so that no signal comes too early
 * @param onListening told once, when the server can be reached
 */
export async function runServer(
  engine: Engine,
  options: ServingOptions,
  sandbox: SandboxSettings | null,
  stopped: Promise<void>,
  onListening: (server: RunningServer, log: ProgramLog) => void | Promise<void>,
): Promise<void> {
  // Loaded only here: without the server the other commands start in half the time.
  const [{ programLog }, { startServer }, { ChangeTrackingEngine }] = await Promise.all([
    import('../observability/log.ts'),
    import('../server/server.ts'),
    import('../store/change-tracking.ts'),
  ])
  const sight = await openObservability(options)
  const log = sight.counted(programLog(options.logLevel, process.stderr, sight.traceId))
  process.once(
    'exit',
    guardCallback('process-exit', () => log.flush()),
  )
  logProcessWarnings(log.logger)
  if (!cluster.isWorker) process.on('SIGHUP', nothingToReload(log))
  try {
    const server = await startServer(
      new ChangeTrackingEngine(engine),
      {
        ...options,
        sandbox,
        limits: limitsOf(options),
        trustedProxies: options.trustProxy,
        lifetimes: lifetimesOf(options),
        secret: options.secretFile,
        cacheBytes: options.cacheSize * 1_048_576,
      },
      log,
      Date.now,
      sight.tracer,
    )
    await onListening(server, log)
    log.flush()
    try {
      await Promise.race([stopped, server.failed])
      log.logger.info('stopping: no new requests are accepted')
    } finally {
      log.flush()
      await server.stop(drain)
    }
    log.logger.info('stopped')
  } finally {
    await sight.stop()
    log.flush()
  }
}

function nothingToReload(log: ProgramLog): () => void {
  return guardCallback('process-sighup', () => {
    log.logger.info('SIGHUP: there is nothing to reload without --workers; restart the server to change its settings')
    log.flush()
  })
}
