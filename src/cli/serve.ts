import cluster from 'node:cluster'
import { Command } from 'commander'
import { guardCallback } from '../runtime/guard.ts'
import { isInUseElsewhere, isPostgresUrl, migrateStore } from '../store/open.ts'
import { checkServingOptions } from './check-options.ts'
import { withStore } from './command.ts'
import { CommandError, exitCodes, toExit } from './exit.ts'
import { databaseOption, type ServingOptions, seedOption, servingOptions, workersOption } from './options.ts'
import { logProcessWarnings } from './process-warnings.ts'
import { runServer } from './run-server.ts'
import { shutdownSignal } from './signals.ts'
import { supervise } from './workers/supervisor.ts'

interface ServeOptions extends ServingOptions {
  readonly database: string
  readonly workers: number
  readonly sandbox?: boolean
  readonly seed: number | null
}

export function serveCommand(): Command {
  const command = new Command('serve')
    .description('serve a database; it begins empty, without clients and keys')
    .addOption(databaseOption())
    .addOption(workersOption())
    .option('--sandbox', 'add /sandbox, to develop clients against: resets, snapshots, a clock, faults, calls seen')
    .addOption(seedOption())
    .addHelpText(
      'after',
      '\nExample:\n  $ lectern client add --id 25363 --name "Society of Examples"\n' +
        '  $ lectern key create --client 25363 --role admin\n  $ lectern serve --port 8080',
    )
  for (const option of servingOptions('info', 500)) command.addOption(option)
  return command.action((options: ServeOptions) => {
    checkServingOptions(options, command)
    const { workers, sandbox, seed } = options
    if (sandbox && workers > 1)
      throw new CommandError('A sandbox has one worker: leave --workers out.', exitCodes.usage)
    if (seed !== null && !sandbox) throw new CommandError('--seed is for a sandbox: add --sandbox.', exitCodes.usage)
    if (cluster.isWorker) return serveAsWorker(options)
    return workers > 1 ? superviseWorkers(options) : serve(options)
  })
}

async function serve(options: ServeOptions): Promise<void> {
  const stopped = shutdownSignal()
  const isShared = await isInUseElsewhere(options.database)
  return withStore(
    options.database,
    (engine) =>
      runServer(engine, options, options.sandbox ? { seed: options.seed } : null, stopped, ({ url }, log) => {
        if (cluster.isPrimary) log.logger.info({ url }, 'listening')
        if (isShared) log.logger.warn('another program has the database open; SQLite is for one server at a time')
        if (options.sandbox) log.logger.warn('this is a sandbox: whoever has a key can reset it, and calls are kept')
      }),
    { create: true },
  ).finally(() => cluster.worker?.disconnect())
}

/** Serves as one of several workers. What ends it is a line of the log, as all that a server writes to stderr. */
async function serveAsWorker(options: ServeOptions): Promise<void> {
  try {
    await serve(options)
  } catch (error) {
    const { message, exitCode } = toExit(error)
    const { programLog } = await import('../observability/log.ts')
    const log = programLog(options.logLevel)
    log.logger.fatal({ exitCode }, message)
    log.flush()
    process.exitCode = exitCode
  }
}

async function superviseWorkers(options: ServeOptions): Promise<void> {
  const { database, workers: size, host, logLevel, metricsPort, metricsHost } = options
  if (!isPostgresUrl(database)) {
    throw new CommandError('SQLite has one process that writes: several workers need PostgreSQL.', exitCodes.usage)
  }
  const stopped = shutdownSignal()
  const { programLog } = await import('../observability/log.ts')
  const log = programLog(logLevel)
  process.once(
    'exit',
    guardCallback('process-exit', () => log.flush()),
  )
  logProcessWarnings(log.logger)
  await migrateStore(database)
  const metrics = metricsPort === null ? null : await workersMetrics({ host: metricsHost, port: metricsPort })
  const onListening = (port: number, pids: readonly number[]) => {
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
    log.logger.info({ url, workers: pids }, 'listening')
    log.flush()
  }
  process.exitCode = await supervise({ size, stopped, log, onListening })
  metrics?.close()
  metrics?.closeAllConnections()
}

async function workersMetrics(address: { readonly host: string; readonly port: number }) {
  const { serveWorkersMetrics } = await import('../observability/metrics-server.ts')
  return serveWorkersMetrics(address)
}
