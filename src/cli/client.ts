import { Command } from 'commander'
import { createTenant } from '../accounts/clients.ts'
import { cliAuditContext, print, printJson, unwrap, withStore } from './command.ts'
import { databaseOption, jsonOption, singleLineText, wholeNumber } from './options.ts'

interface AddOptions {
  readonly id: number
  readonly name: string
  readonly database: string
  readonly json?: boolean
}

export function clientCommand(): Command {
  const example = '\nExample:\n  $ lectern client add --id 25363 --name "Society of Examples"'
  const client = new Command('client').description('clients (tenants), each an association of its own')
  client
    .addHelpText('after', example)
    .command('add')
    .description('add a client; creates the database where there is none')
    .requiredOption('--id <number>', 'its number, the ClientID of the addresses', wholeNumber(1, 2_147_483_647))
    .requiredOption('--name <text>', 'what people call it', singleLineText)
    .addOption(databaseOption())
    .addOption(jsonOption('the client'))
    .addHelpText('after', example)
    .action(({ id, name, database, json }: AddOptions) =>
      withStore(
        database,
        async (engine) => {
          unwrap(await createTenant(engine, id, name, cliAuditContext()))
          if (json) printJson({ id, name })
          else print(`Added client ${id}, ${name}.`)
        },
        { create: true },
      ),
    )
  return client
}
