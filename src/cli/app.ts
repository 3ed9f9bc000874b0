import { Command, InvalidArgumentError, Option } from 'commander'
import { type AppSummary, createApp, issueCode, listApps, revokeApp } from '../accounts/apps.ts'
import { isCodeChallenge } from '../accounts/pkce.ts'
import { allScopes, parseScope, scopeText } from '../accounts/scopes.ts'
import { tokenLifetimes } from '../accounts/token-lifetimes.ts'
import type { Scope } from '../protocol/schema/access.ts'
import { withSnapshot } from '../store/open.ts'
import { cliAuditContext, print, printJson, printTable, unwrap, withStore } from './command.ts'
import { clientOption, databaseOption, jsonOption } from './options.ts'

interface AppOptions {
  readonly client: number
  readonly database: string
  readonly json?: boolean
}

interface CodeOptions extends AppOptions {
  readonly app: string
  readonly scope: ReadonlySet<Scope>
  readonly codeChallenge: string | null
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
      'where its codes may be sent: the redirect_uri that comes with one must be exactly one of these',
      uris,
    )
    .addOption(databaseOption())
    .addOption(jsonOption('the app'))
    .addHelpText('after', '\nExample:\n  $ lectern app create --client 25363 --name "Badge printer"')
    .action(({ client, name, redirect = [], database, json }: AppOptions & { name: string; redirect?: string[] }) =>
      withStore(database, async (engine) => {
        const made = unwrap(await createApp(engine, client, { name, redirectUris: redirect }, cliAuditContext()))
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
      withSnapshot(database, async (reader) => {
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
        unwrap(await revokeApp(engine, client, id, cliAuditContext()))
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
    .addOption(
      new Option('--scope <words>', 'what its tokens may do: read, write, or both with a space between')
        .argParser(scopesOf)
        .default(allScopes, scopeText(allScopes)),
    )
    .addOption(
      new Option(
        '--code-challenge <text>',
        "S256 challenge of the app's code_verifier, which must then come with the code (RFC 7636)",
      )
        .argParser(codeChallengeOf)
        .default(null, 'none'),
    )
    .addOption(databaseOption())
    .addOption(jsonOption('the code'))
    .addHelpText(
      'after',
      '\nThere is no page on which a person consents: whoever runs this command does, for the client.\n' +
        'The app then posts the code to /OAuth/GetToken or /OAuth/GetAccessToken.\n' +
        '\nExample:\n  $ lectern app code --client 25363 --app 25363-app-k3v9x2m8p4q7w5zt',
    )
    .action(({ client, app, scope: scopes, codeChallenge, database, json }: CodeOptions) =>
      withStore(database, async (engine) => {
        const code = unwrap(await issueCode(engine, client, app, { scopes, codeChallenge }, cliAuditContext()))
        if (json) printJson({ code, client, app, scope: scopeText(scopes), codeChallenge })
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

function scopesOf(text: string): ReadonlySet<Scope> {
  const scopes = parseScope(text)
  if (!scopes) throw new InvalidArgumentError('Expected read, write, or both with a space between.')
  return scopes
}

function codeChallengeOf(text: string): string {
  if (!isCodeChallenge(text)) {
    throw new InvalidArgumentError(
      'Expected the SHA-256 of the code_verifier in base64url: 43 letters, digits, - and _.',
    )
  }
  return text
}

function appForJson({ id, name, redirectUris, createdAt, revokedAt }: AppSummary) {
  const revoked = revokedAt === null ? null : isoTime(revokedAt)
  return { id, name, redirectUris, created: isoTime(createdAt), revoked }
}

const appColumns = ['APP', 'CREATED', 'STATE', 'NAME', 'REDIRECT URIS']

function cellsOf({ id, name, redirectUris, createdAt, revokedAt }: AppSummary): string[] {
  const state = revokedAt === null ? 'in use' : `ended ${isoTime(revokedAt)}`
  return [id, isoTime(createdAt), state, name, redirectUris.join(' ')]
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
