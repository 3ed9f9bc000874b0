import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Command } from 'commander'
import { isPostgresUrl, sqlitePath, withSnapshot } from '../store/open.ts'
import { exportLines } from '../transfer/export/export-client.ts'
import { print } from './command.ts'
import { CommandError } from './exit.ts'
import { clientOption, databaseOption, forceOption } from './options.ts'

interface ExportOptions {
  readonly client: number
  readonly out?: string
  readonly force?: boolean
  readonly withKeys?: boolean
  readonly database: string
}

export function exportCommand(): Command {
  return new Command('export')
    .description('write everything of a client as lines of JSON, as it is at one moment')
    .addOption(clientOption())
    .option('--out <file>', 'the file to write; without it, they go to stdout')
    .addOption(forceOption())
    .option('--with-keys', 'API keys too: their hashes, by which their secrets stay good')
    .addOption(databaseOption())
    .addHelpText(
      'after',
      '\nExample:\n  $ lectern export --client 25363 --out society.ndjson\n' +
        '  $ lectern import client --database postgres://lectern@db.example.org/lectern society.ndjson',
    )
    .action(({ client, out, force = false, withKeys = false, database }: ExportOptions) =>
      withSnapshot(database, async (reader) => {
        let rows = 0
        const lines = exportLines(reader, client, {
          withKeys,
          progress: (count) => {
            rows = count
          },
        })
        const first = await lines.next()
        if (first.done) throw new CommandError(`There is no client ${client}.`)
        const all = Readable.from(joined(first.value, lines))
        if (out === undefined) return pipeline(all, process.stdout, { end: false })
        const { writeOutput } = await import('../store/sqlite/database-file.ts')
        const source = isPostgresUrl(database) ? null : sqlitePath(database)
        await writeOutput(out, source, { overwrite: force }, (temporaryPath) =>
          pipeline(all, createWriteStream(temporaryPath)),
        )
        print(`Wrote client ${client} to ${out}: ${rows} rows.`)
      }),
    )
}

async function* joined(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first
  yield* rest
}
