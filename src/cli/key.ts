import { Command, InvalidArgumentError, Option } from 'commander'
import { createKey, type KeySummary, listKeys, revokeKey } from '../accounts/keys.ts'
import { type Role, roles } from '../accounts/roles.ts'
import { withSnapshot } from '../store/open.ts'
import { cliAuditContext, print, printJson, printTable, unwrap, withStore } from './command.ts'
import { clientOption, databaseOption, jsonOption, singleLineText } from './options.ts'

interface KeyOptions {
  readonly client: number
  readonly database: string
  readonly json?: boolean
}

interface CreateOptions extends KeyOptions {
  readonly role: Role
  readonly name: string
  readonly readOnly?: boolean
  /** Milliseconds since 1970-01-01 UTC. */
  readonly expires?: number
}

export function keyCommand(): Command {
  const key = new Command('key').description('API keys, with which clients sign in')
  key.addHelpText('after', '\nExample:\n  $ lectern key create --client 25363 --role admin')
  key
    .command('create')
    .description('make a key; its secret is shown this once')
    .addOption(clientOption())
    .addOption(new Option('--role <role>', 'what it may do').choices(roles).makeOptionMandatory())
    .option('--name <text>', 'what it is for', singleLineText, '')
    .option('--read-only', 'let it change nothing')
    .addOption(new Option('--expires <when>', 'when it ends by itself: 90d, or 2027-01-31').argParser(endOf))
    .addOption(databaseOption())
    .addOption(jsonOption('the key'))
    .addHelpText(
      'after',
      '\nExample:\n  $ lectern key create --client 25363 --role admin --name "Registration desk"' +
        '\n  $ lectern key create --client 25363 --role admin --read-only --expires 90d --name "Signage"',
    )
    .action(({ client, role, name, readOnly: isReadOnly = false, expires, database, json }: CreateOptions) =>
      withStore(database, async (engine) => {
        const wanted = { name, role, isReadOnly, ...(expires !== undefined && { expiresAt: expires }) }
        const made = unwrap(await createKey(engine, client, wanted, cliAuditContext()))
        if (json) return printJson({ ...made, client, role, name, readOnly: isReadOnly, expires: timeOrNull(expires) })
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
      withSnapshot(database, async (reader) => {
        const keys = unwrap(await listKeys(reader, client))
        if (json) printJson(keys.map(keyForJson))
        else printTable(keyColumns, keys.map(cellsOf))
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
        unwrap(await revokeKey(engine, client, id, cliAuditContext()))
        if (json) printJson({ id, client, revoked: true })
        else print(`Key ${id} has ended.`)
      }),
    )
  return key
}

function keyForJson({ id, name, role, isReadOnly, createdAt, expiresAt, usedAt, revokedAt }: KeySummary) {
  return {
    id,
    name,
    role,
    readOnly: isReadOnly,
    created: isoTime(createdAt),
    expires: timeOrNull(expiresAt),
    used: timeOrNull(usedAt),
    revoked: timeOrNull(revokedAt),
  }
}

const keyColumns = ['KEY', 'ROLE', 'ACCESS', 'CREATED', 'LAST USED', 'STATE', 'NAME']

function cellsOf(key: KeySummary): string[] {
  const { id, name, role, isReadOnly, createdAt, usedAt } = key
  const used = usedAt === null ? 'never' : isoTime(usedAt)
  return [id, role, isReadOnly ? 'read-only' : 'read-write', isoTime(createdAt), used, stateOf(key), name]
}

function stateOf({ expiresAt, revokedAt }: KeySummary): string {
  if (revokedAt !== null) return `ended ${isoTime(revokedAt)}`
  if (expiresAt === null) return 'in use'
  return expiresAt <= Date.now() ? `expired ${isoTime(expiresAt)}` : `until ${isoTime(expiresAt)}`
}

function timeOrNull(milliseconds: number | null | undefined): string | null {
  return milliseconds === null || milliseconds === undefined ? null : isoTime(milliseconds)
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

const day = 86_400_000

/** Reads when a key is to end: so many days from now, or the beginning of a day in UTC; either is still to come. */
function endOf(text: string): number {
  const days = /^(\d{1,4})d$/.exec(text)?.[1]
  const end = days === undefined ? beginOf(text) : Date.now() + Number(days) * day
  if (!(end > Date.now()))
    throw new InvalidArgumentError('Expected days such as 90d, or a day to come such as 2027-01-31.')
  return end
}

function beginOf(text: string): number {
  const begin = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  // Days that no month has roll over to the next.
  return Number.isNaN(begin) || !isoTime(begin).startsWith(text) ? Number.NaN : begin
}
