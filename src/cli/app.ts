import { Command, InvalidArgumentError, Option } from 'commander'
import { type AppFacts, createApp, endApp, issueCode, listApps } from '../accounts/apps.ts'
import { tokenLifetimes } from '../accounts/token-lifetimes.ts'
import { snapshotOf } from '../store/open.ts'
import { deedOfCommand, granted, print, printJson, printTable, withStore } from './command.ts'
import { clientOption, databaseOption, jsonOption } from './options.ts'

interface AppOptions {
  readonly client: number
  readonly database: string
  readonly json?: boolean
}

const codeMinutes = tokenLifetimes.code / 60_000

export function appCommand(): Command {
  return new Command('app')
    .description('OAuth apps, programs that are given tokens')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand())
    .addCommand(codeCommand())
    .addHelpText('after', '\nExample:\n  $ lectern app create --client 25363 --name "Badge printer"')
}

function createCommand(): Command {
  return new Command('create')
    .description('make an app; its secret is shown this once')
    .addOption(clientOption())
    .requiredOption('--name <text>', 'what people call it')
    .option(
      '--redirect <uri...>',
      'where its codes may be sent: a redirect_uri that comes with one must be among these',
      uris,
    )
    .addOption(databaseOption())
    .addOption(jsonOption('the app'))
    .addHelpText('after', '\nExample:\n  $ lectern app create --client 25363 --name "Badge printer"')
    .action(({ client, name, redirect = [], database, json }: AppOptions & { name: string; redirect?: string[] }) =>
      withStore(database, async (engine) => {
        const made = granted(await createApp(engine, client, { name, redirectUris: redirect }, deedOfCommand()))
        if (json) return printJson({ ...made, client, name, redirectUris: redirect })
        print(`App:    ${made.id}`)
        print(`Secret: ${made.secret}`)
        print('The secret is not shown again. They are the client_id and client_secret of OAuth.')
      }),
    )
}

function listCommand(): Command {
  return new Command('list')
    .description('the apps of a client')
    .addOption(clientOption())
    .addOption(databaseOption())
    .addOption(jsonOption('the apps'))
    .addHelpText('after', '\nExample:\n  $ lectern app list --client 25363')
    .action(({ client, database, json }: AppOptions) =>
      snapshotOf(database, async (reader) => {
        const apps = await listApps(reader, client)
        if (json) printJson(apps.map(appForJson))
        else printTable(appColumns, apps.map(cellsOf))
      }),
    )
}

function revokeCommand(): Command {
  return new Command('revoke')
    .description('end an app and its tokens, at once')
    .argument('<app>', "the app's id")
    .addOption(clientOption())
    .addOption(databaseOption())
    .addOption(jsonOption('the app'))
    .addHelpText('after', '\nExample:\n  $ lectern app revoke --client 25363 25363-app-k3v9x2m8p4q7w5zt')
    .action((id: string, { client, database, json }: AppOptions) =>
      withStore(database, async (engine) => {
        granted(await endApp(engine, client, id, deedOfCommand()))
        if (json) printJson({ id, client, revoked: true })
        else print(`App ${id} has ended.`)
      }),
    )
}

function codeCommand(): Command {
  return new Command('code')
    .description(`issue an authorization code, good once and for ${codeMinutes} minutes`)
    .addOption(clientOption())
    .addOption(new Option('--app <id>', "the app's id").makeOptionMandatory())
    .option('--scope <words>', 'what it is for, in words with a space between', scopeOf, '')
    .addOption(databaseOption())
    .addOption(jsonOption('the code'))
    .addHelpText(
      'after',
      '\nThere is no page on which a person consents: whoever runs this command does, for the client.\n' +
        'The app then posts the code to /OAuth/GetToken or /OAuth/GetAccessToken.\n' +
        '\nExample:\n  $ lectern app code --client 25363 --app 25363-app-k3v9x2m8p4q7w5zt',
    )
    .action(({ client, app, scope, database, json }: AppOptions & { app: string; scope: string }) =>
      withStore(database, async (engine) => {
        const code = granted(await issueCode(engine, client, app, scope, deedOfCommand()))
        if (json) printJson({ code, client, app, scope })
        else print(code)
      }),
    )
}

/** An absolute URI without a fragment (RFC 6749 §3.1.2). */
function uris(text: string, before: string[] = []): string[] {
  if (!URL.canParse(text) || text.includes('#')) {
    throw new InvalidArgumentError(
      'Expected an absolute URI without a fragment, such as https://example.org/signed-in.',
    )
  }
  return [...before, text]
}

/** A scope as RFC 6749 §3.3 writes it. */
function scopeOf(text: string): string {
  if (text !== '' && !/^[!#-[\]-~]+( [!#-[\]-~]+)*$/.test(text)) {
    throw new InvalidArgumentError('Expected words of ASCII, without quotes and backslashes, with one space between.')
  }
  return text
}

function appForJson({ id, name, redirectUris, createdAt, revokedAt }: AppFacts) {
  const revoked = revokedAt === null ? null : isoTime(revokedAt)
  return { id, name, redirectUris, created: isoTime(createdAt), revoked }
}

const appColumns = ['APP', 'CREATED', 'STATE', 'NAME', 'REDIRECT URIS']

function cellsOf({ id, name, redirectUris, createdAt, revokedAt }: AppFacts): string[] {
  const state = revokedAt === null ? 'in use' : `ended ${isoTime(revokedAt)}`
  return [id, isoTime(createdAt), state, name, redirectUris.join(' ')]
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
