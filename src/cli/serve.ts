import { Command } from 'commander'
import { withStore } from './command.ts'
import { databaseOption, type ServingOptions, servingOptions } from './options.ts'
import { serving } from './serving.ts'
import { untilStopped } from './signals.ts'

interface ServeOptions extends ServingOptions {
  readonly database: string
}

export function serveCommand(): Command {
  const command = new Command('serve')
    .description('serve a database; it begins empty, without clients and keys')
    .addOption(databaseOption())
    .addHelpText(
      'after',
      '\nExample:\n  $ lectern client add --id 25363 --name "Society of Examples"\n' +
        '  $ lectern key create --client 25363 --role admin\n  $ lectern serve --port 8080',
    )
  for (const option of servingOptions('info')) command.addOption(option)
  return command.action((options: ServeOptions) => {
    const stopped = untilStopped()
    return withStore(options.database, (engine) =>
      serving(engine, options, stopped, ({ url }, log) => log.logger.info({ url }, 'listening')),
    )
  })
}
