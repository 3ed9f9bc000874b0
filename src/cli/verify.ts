import { Command, Option } from 'commander'
import { withSnapshot } from '../store/open.ts'
import { allTenants } from '../store/queries/tenants.ts'
import { type Finding, verifyClient } from '../transfer/export/verify.ts'
import { print, printJson } from './command.ts'
import { CommandError } from './exit.ts'
import { databaseOption, jsonOption, wholeNumber } from './options.ts'

interface VerifyOptions {
  readonly client?: number
  readonly database: string
  readonly json?: boolean
}

export function verifyCommand(): Command {
  return new Command('verify')
    .description('look whether all is as it should be: counters, times, references, and the audit replayed')
    .addOption(new Option('--client <number>', 'one client; without it, all').argParser(wholeNumber(1, 2_147_483_647)))
    .addOption(databaseOption())
    .addOption(jsonOption('what was found'))
    .addHelpText('after', '\nExample:\n  $ lectern verify')
    .action(async ({ client, database, json }: VerifyOptions) => {
      const { clients, findings } = await withSnapshot(database, async (reader) => {
        const all = (await reader.all(allTenants, {})).map(({ id }) => id)
        if (client !== undefined && !all.includes(client)) throw new CommandError(`There is no client ${client}.`)
        const asked = client === undefined ? all : [client]
        const found: Finding[] = []
        for (const each of asked) found.push(...(await verifyClient(reader, each)))
        return { clients: asked.length, findings: found }
      })
      const wrong = findings.filter(({ kind }) => kind === 'wrong').length
      if (json) printJson({ clients, wrong, findings })
      else tell(clients, findings)
      if (wrong > 0) throw new CommandError(`${wrong} ${wrong === 1 ? 'thing is' : 'things are'} wrong.`)
    })
}

function tell(clients: number, findings: readonly Finding[]): void {
  for (const { kind, client, event, what } of findings) {
    print(
      `client ${client}${event === null ? '' : `, event ${event}`}: ${what}${kind === 'forced' ? ' (as by Force)' : ''}`,
    )
  }
  const wrong = findings.some(({ kind }) => kind === 'wrong')
  if (!wrong) print(`Looked at ${clients} ${clients === 1 ? 'client' : 'clients'}: nothing is wrong.`)
}
