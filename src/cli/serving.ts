import type { ProgramLog } from '../log.ts'
import type { SandboxSettings } from '../sandbox/index.ts'
import type { RunningServer } from '../server.ts'
import type { Engine } from '../store/engine.ts'
import { settleHeap } from './heap.ts'
import { limitsOf } from './limits.ts'
import { lifetimesOf, type ServingOptions } from './options.ts'
import { logProcessWarnings } from './process-warnings.ts'
import { openSight } from './sight.ts'

/** How long callers with open connections have to learn that this server ends, in milliseconds. */
const drain = 1_000

/**
 * Serves until `stopped`; then takes no new requests, and ends when those under way are answered.
 * @param sandbox what a sandbox is to be like; null: it is none
 * @param stopped asked for before anything is begun that must be put away at the end, so that no signal comes too early
 * @param onListening told once, when the server can be reached
 */
export async function serving(
  engine: Engine,
  options: ServingOptions,
  sandbox: SandboxSettings | null,
  stopped: Promise<void>,
  onListening: (server: RunningServer, log: ProgramLog) => void | Promise<void>,
): Promise<void> {
  // Loaded only here: without the server the other commands start in half the time.
  const [{ programLog }, { startServer }, { WatchedEngine }] = await Promise.all([
    import('../log.ts'),
    import('../server.ts'),
    import('../store/watched.ts'),
  ])
  const sight = await openSight(options)
  const log = sight.counted(programLog(options.logLevel, process.stderr, sight.traceId))
  process.once('exit', () => log.flush())
  logProcessWarnings(log.logger)
  try {
    const server = await startServer(
      new WatchedEngine(engine),
      {
        ...options,
        sandbox,
        limits: limitsOf(options),
        trustedProxies: options.trustProxy,
        lifetimes: lifetimesOf(options),
        cacheBytes: options.cacheSize * 1_048_576,
      },
      log,
      Date.now,
      sight.tracer,
    )
    await onListening(server, log)
    settleHeap()
    log.flush()
    await stopped
    log.logger.info('stopping: no new requests are accepted')
    log.flush()
    await server.stop(drain)
    log.logger.info('stopped')
  } finally {
    await sight.stop()
    log.flush()
  }
}
