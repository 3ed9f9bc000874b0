import { Command } from 'commander'
import type { Reader } from '../store/engine.ts'
import { withSnapshot } from '../store/open.ts'
import { allTenants } from '../store/queries/tenants.ts'
import { checksumsOf, type TableChecksum } from '../transfer/export/checksum.ts'
import { exportLines } from '../transfer/export/export-client.ts'
import { importClient } from '../transfer/import/import-client.ts'
import { cliAuditContext, print, printJson, withStore } from './command.ts'
import { CommandError } from './exit.ts'
import { jsonOption } from './options.ts'

interface CopyOptions {
  readonly from: string
  readonly to: string
  readonly json?: boolean
}

interface Copied {
  readonly client: number
  readonly tables: readonly TableChecksum[]
}

export function copyCommand(): Command {
  return new Command('copy')
    .description('copy all clients into an empty database, of whichever engine, and compare the two')
    .requiredOption('--from <url>', 'the database that is copied: sqlite:PATH or postgres://…')
    .requiredOption('--to <url>', 'an empty one')
    .addOption(jsonOption('the report'))
    .addHelpText(
      'after',
      '\nExample:\n  $ lectern copy --from sqlite:lectern.db --to postgres://lectern@db.example.org/lectern',
    )
    .action(async ({ from, to, json }: CopyOptions) => {
      const copied = await withStore(to, async (engine) => {
        if ((await engine.all(allTenants, {})).length > 0)
          throw new CommandError('The database to copy to is not empty.')
        return withSnapshot(from, async (reader) => {
          const done: Copied[] = []
          for (const { id: client } of await reader.all(allTenants, {})) {
            const deed = cliAuditContext()
            const lines = () => linesOf(exportLines(reader, client, { withKeys: true }))
            await importClient(engine, lines, { client: null, dryRun: false, ...deed })
            done.push({ client, tables: await compared(reader, engine, client, deed.requestId) })
            if (!json) print(`Copied client ${client}: ${counted(done.at(-1)?.tables ?? [])} rows, compared.`)
          }
          return done
        })
      })
      if (json) printJson({ clients: copied })
      else
        print(
          `Copied ${copied.length} ${copied.length === 1 ? 'client' : 'clients'}. Sign-ins and tokens were not: people sign in again.`,
        )
    })
}

/** Lines one by one, of texts that have several. */
async function* linesOf(texts: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const text of texts) yield* text.trimEnd().split('\n')
}

/** @throws CommandError where the copy is another one */
async function compared(from: Reader, to: Reader, client: number, request: string): Promise<readonly TableChecksum[]> {
  const [original, copy] = [await checksumsOf(from, client), await checksumsOf(to, client, request)]
  const differs = original.find(({ rows, sha256 }, i) => copy[i]?.rows !== rows || copy[i]?.sha256 !== sha256)
  if (differs) throw new CommandError(`The copy of client ${client} differs in ${differs.table}.`)
  return original
}

function counted(tables: readonly TableChecksum[]): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0)
}
