import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Command } from 'commander'
import { clientLines } from '../moving/client-lines.ts'
import { snapshotOf } from '../store/open.ts'
import { CommandError, errnoOf } from './exit.ts'
import { clientOption, databaseOption } from './options.ts'

interface ExportOptions {
  readonly client: number
  readonly out?: string
  readonly withKeys?: boolean
  readonly database: string
}

export function exportCommand(): Command {
  return new Command('export')
    .description('write everything of a client as lines of JSON, as it is at one moment')
    .addOption(clientOption())
    .option('--out <file>', 'the file to write; without it, they go to stdout')
    .option('--with-keys', 'API keys too: their hashes, by which their secrets stay good')
    .addOption(databaseOption())
    .addHelpText(
      'after',
      '\nExample:\n  $ lectern export --client 25363 --out society.ndjson\n' +
        '  $ lectern import client --database postgres://lectern@db.example.org/lectern society.ndjson',
    )
    .action(({ client, out, withKeys = false, database }: ExportOptions) =>
      snapshotOf(database, async (reader) => {
        const lines = clientLines(reader, client, { withKeys })
        const first = await lines.next()
        if (first.done) throw new CommandError(`There is no client ${client}.`)
        const all = Readable.from(joined(first.value, lines))
        if (out === undefined) await pipeline(all, process.stdout, { end: false })
        else await written(all, out)
      }),
    )
}

async function* joined(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first
  yield* rest
}

/** A file is there as a whole, or not at all. */
async function written(all: Readable, out: string): Promise<void> {
  const draft = `${out}.part`
  try {
    await pipeline(all, createWriteStream(draft, { mode: 0o600, flush: true }))
    await rename(draft, out)
  } catch (error) {
    await rm(draft, { force: true })
    const errno = errnoOf(error)
    throw errno === 'unknown' ? error : new CommandError(`Cannot write ${out} (${errno}).`)
  }
}
