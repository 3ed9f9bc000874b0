import { Command } from 'commander'
import { programLog } from '../log.ts'
import { startServer } from '../server.ts'
import { openStore } from '../store/open.ts'
import { databaseOption, hostOption, lifetimesOf, portOption, type ServingOptions, servingOptions } from './options.ts'
import { untilStopped } from './signals.ts'

export interface ServeOptions extends ServingOptions {
  readonly port: number
  readonly host: string
  readonly database: string
}

export function serveCommand(): Command {
  const command = new Command('serve')
    .description('serve a database; it begins empty, without clients and keys')
    .addOption(portOption())
    .addOption(hostOption())
    .addOption(databaseOption())
    .addHelpText(
      'after',
      '\nExample:\n  $ lectern client add --id 25363 --name "Society of Examples"\n' +
        '  $ lectern key create --client 25363 --role admin\n  $ lectern serve --port 8080',
    )
  for (const option of servingOptions('info')) command.addOption(option)
  return command.action(async (options: ServeOptions) => {
    const log = programLog(options.logLevel)
    const engine = await openStore(options.database)
    try {
      const server = await startServer(engine, { ...options, lifetimes: lifetimesOf(options) }, log)
      log.logger.info({ url: server.url }, 'listening')
      log.flush()
      await untilStopped()
      await server.stop()
    } finally {
      await engine.close()
      log.flush()
    }
  })
}
