import { Command, Option } from 'commander'
import { createKey, endKey, type KeyFacts, listKeys } from '../accounts/keys.ts'
import { type Role, roles } from '../accounts/roles.ts'
import { deedOfCommand, granted, print, printJson, withStore } from './command.ts'
import { clientOption, databaseOption, jsonOption, lineOfText } from './options.ts'

interface KeyOptions {
  readonly client: number
  readonly database: string
  readonly json?: boolean
}

export function keyCommand(): Command {
  const key = new Command('key').description('API keys, with which clients sign in')
  key.addHelpText('after', '\nExample:\n  $ lectern key create --client 25363 --role admin')
  key
    .command('create')
    .description('make a key; its secret is shown this once')
    .addOption(clientOption())
    .addOption(new Option('--role <role>', 'what it may do').choices(roles).makeOptionMandatory())
    .option('--name <text>', 'what it is for', lineOfText, '')
    .addOption(databaseOption())
    .addOption(jsonOption('the key'))
    .addHelpText('after', '\nExample:\n  $ lectern key create --client 25363 --role admin --name "Registration desk"')
    .action(({ client, role, name, database, json }: KeyOptions & { role: Role; name: string }) =>
      withStore(database, async (engine) => {
        const made = granted(await createKey(engine, client, { name, role }, deedOfCommand()))
        if (json) return printJson({ ...made, client, role, name })
        print(`Key:    ${made.id}`)
        print(`Secret: ${made.secret}`)
        print('The secret is not shown again. Sign in with the key as Username and the secret as Password.')
      }),
    )
  key
    .command('list')
    .description('the keys of a client')
    .addOption(clientOption())
    .addOption(databaseOption())
    .addOption(jsonOption('the keys'))
    .addHelpText('after', '\nExample:\n  $ lectern key list --client 25363')
    .action(({ client, database, json }: KeyOptions) =>
      withStore(database, async (engine) => {
        const keys = granted(await listKeys(engine, client))
        if (json) printJson(keys.map(keyForJson))
        else for (const each of keys) print(lineOf(each))
      }),
    )
  key
    .command('revoke')
    .description('end a key and its sign-in sessions, at once')
    .argument('<key>', "the key's id")
    .addOption(clientOption())
    .addOption(databaseOption())
    .addOption(jsonOption('the key'))
    .addHelpText('after', '\nExample:\n  $ lectern key revoke --client 25363 25363-k3v9x2m8p4q7w5zt')
    .action((id: string, { client, database, json }: KeyOptions) =>
      withStore(database, async (engine) => {
        granted(await endKey(engine, client, id, deedOfCommand()))
        if (json) printJson({ id, client, revoked: true })
        else print(`Key ${id} has ended.`)
      }),
    )
  return key
}

function keyForJson({ id, name, role, createdAt, revokedAt }: KeyFacts) {
  return { id, name, role, created: isoTime(createdAt), revoked: revokedAt === null ? null : isoTime(revokedAt) }
}

function lineOf({ id, name, role, createdAt, revokedAt }: KeyFacts): string {
  const state = revokedAt === null ? 'in use' : `ended ${isoTime(revokedAt)}`
  return [id, role, `made ${isoTime(createdAt)}`, state, name].join('  ').trimEnd()
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
