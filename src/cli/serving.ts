import { type ProgramLog, programLog } from '../log.ts'
import { type RunningServer, startServer } from '../server.ts'
import type { Engine } from '../store/engine.ts'
import { lifetimesOf, type ServingOptions } from './options.ts'

/**
 * Serves until `stopped`; then takes no new requests, and ends when those under way are answered.
 * @param stopped asked for before anything is begun that must be put away at the end, so that no signal comes too early
 * @param onListening told once, when the server can be reached
 */
export async function serving(
  engine: Engine,
  options: ServingOptions,
  stopped: Promise<void>,
  onListening: (server: RunningServer, log: ProgramLog) => void | Promise<void>,
): Promise<void> {
  const log = programLog(options.logLevel)
  try {
    const server = await startServer(engine, { ...options, lifetimes: lifetimesOf(options) }, log)
    await onListening(server, log)
    log.flush()
    await stopped
    await server.stop()
  } finally {
    log.flush()
  }
}
