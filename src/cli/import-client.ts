import { createReadStream } from 'node:fs'
import { access, constants } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Command, Option } from 'commander'
import { ClientFileError, importClient } from '../transfer/import/import-client.ts'
import { cliAuditContext, print, printJson, withStore } from './command.ts'
import { CommandError, errnoOf } from './exit.ts'
import { databaseOption, jsonOption, wholeNumber } from './options.ts'

interface ImportClientOptions {
  readonly client?: number
  readonly dryRun?: boolean
  readonly database: string
  readonly json?: boolean
}

export function importClientCommand(): Command {
  return new Command('client')
    .description('read in a client that was exported: all of it, or nothing')
    .argument('<file>', 'what `lectern export` wrote')
    .addOption(
      new Option('--client <number>', 'the number it is to have; without it, the one it had').argParser(
        wholeNumber(1, 2_147_483_647),
      ),
    )
    .option('--dry-run', 'report what would be done, and keep nothing')
    .addOption(databaseOption())
    .addOption(jsonOption('the report'))
    .addHelpText('after', '\nExample:\n  $ lectern import client society.ndjson')
    .action(async (file: string, { client, dryRun = false, database, json }: ImportClientOptions) => {
      await readable(file)
      const lines = () => createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })
      try {
        const report = await withStore(database, (engine) =>
          importClient(engine, lines, { client: client ?? null, dryRun, ...cliAuditContext() }),
        )
        if (json) return printJson(report)
        const what = `client ${report.client} with ${report.rows} rows`
        print(report.kept ? `Added ${what}.` : `${what} would be added; nothing was kept.`)
      } catch (error) {
        throw error instanceof ClientFileError ? new CommandError(error.message) : error
      }
    })
}

async function readable(file: string): Promise<void> {
  try {
    await access(file, constants.R_OK)
  } catch (error) {
    throw new CommandError(`Cannot read ${file} (${errnoOf(error)}).`)
  }
}
