import { Command } from 'commander'
import { migrateStore } from '../store/open.ts'
import { print, printJson } from './command.ts'
import { databaseOption, jsonOption } from './options.ts'

interface MigrateOptions {
  readonly database: string
  readonly json?: boolean
}

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the tables of a database up to date, creating it where there is none')
    .addOption(databaseOption())
    .addOption(jsonOption('what was done'))
    .addHelpText(
      'after',
      '\nRun it as a user who may change tables; then the server can run as one who may only read and write rows.\n' +
        '\nExample:\n  $ lectern migrate --database sqlite:lectern.db',
    )
    .action(async ({ database, json }: MigrateOptions) => {
      const migrations = await migrateStore(database)
      if (json) printJson({ migrations })
      else for (const name of migrations) print(`Done: ${name}`)
      if (!json && migrations.length === 0) print('The tables are up to date.')
    })
}
