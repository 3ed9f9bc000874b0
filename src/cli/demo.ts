import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { type CreatedKey, createKey, listKeys, revokeKey } from '../accounts/keys.ts'
import { type DemoSummary, demo, demoSummary, loadDemo } from '../demo/index.ts'
import { deterministicGuids } from '../extensions/sandbox/deterministic-guid.ts'
import { FileError } from '../files/file-error.ts'
import { createDirectory } from '../files/write-file.ts'
import { guardCallback } from '../runtime/guard.ts'
import type { Engine } from '../store/engine.ts'
import { checkServingOptions } from './check-options.ts'
import { cliAuditContext, print, printJson, unwrap, withStore } from './command.ts'
import { demoBanner } from './demo-banner.ts'
import { CommandError, errnoOf, exitCodes } from './exit.ts'
import { jsonOption, type ServingOptions, seedOption, servingOptions } from './options.ts'
import { runServer } from './run-server.ts'
import { shutdownSignal } from './signals.ts'

interface DemoOptions extends ServingOptions {
  readonly data?: string
  readonly json?: boolean
  readonly seed: number | null
}

export function demoCommand(): Command {
  const command = new Command('demo')
    .description('serve the programme of PyConFR 2025, to try Lectern with')
    .option('--data <directory>', 'keep the data there, and go on with it the next time; otherwise it is temporary')
    .addOption(seedOption())
    .addOption(jsonOption('what there is to try it with'))
    .addHelpText('after', '\nExample:\n  $ lectern demo --port 8080')
  for (const option of servingOptions('warn', 0)) command.addOption(option)
  return command.action(async (options: DemoOptions) => {
    checkServingOptions(options, command)
    const stopped = shutdownSignal()
    if (options.data !== undefined) {
      await made(options.data, createDirectory)
      return serveDemo(options.data, options, stopped)
    }
    const directory = await made(join(tmpdir(), 'lectern-demo-'), (prefix) => mkdtemp(prefix))
    // However the program ends, short of being killed.
    process.once(
      'exit',
      guardCallback('process-exit', () => rmSync(directory, { recursive: true, force: true })),
    )
    await serveDemo(directory, options, stopped)
  })
}

/** @throws CommandError where the directory cannot be created */
async function made<T>(path: string, make: (path: string) => Promise<T>): Promise<T> {
  try {
    return await make(path)
  } catch (error) {
    const errno = error instanceof FileError ? (error.errno ?? errnoOf(error.cause)) : errnoOf(error)
    throw new CommandError(`The directory ${path} cannot be created (${errno}).`, exitCodes.database)
  }
}

async function serveDemo(directory: string, options: DemoOptions, stopped: Promise<void>): Promise<void> {
  const serveContent = async (engine: Engine) => {
    const { seed } = options
    const { facts, key } = await prepared(engine, seed)
    await runServer(engine, options, { seed }, stopped, ({ url }) => {
      if (options.json) printJson(factsForJson(url, facts, key))
      else print(demoBanner(url, facts, key, options.console))
    })
  }
  await withStore(`sqlite:${join(directory, 'lectern.db')}`, serveContent, { create: true })
}

/** The demo in the store, and a key for it: a fresh one, or that of the seed. */
async function prepared(engine: Engine, seed: number | null): Promise<{ facts: DemoSummary; key: CreatedKey }> {
  if ((await loadDemo(engine, Date.now())) === 'occupied') {
    throw new CommandError(`The database has a client ${demo.client.id} that is not the demo's; use another directory.`)
  }
  const key = seed === null ? null : seededKey(seed)
  const wanted = { name: 'demo', role: 'admin', ...(key && { key }) } as const
  const keys = unwrap(await listKeys(engine, demo.client.id)).filter(({ id }) => id.startsWith(seededName))
  // Everybody knows the keys of seeds: none but that of this one is to let anybody in.
  for (const { id, revokedAt } of keys) {
    if (id !== key?.id && revokedAt === null) await revokeKey(engine, demo.client.id, id, cliAuditContext())
  }
  const found = keys.find(({ id }) => id === key?.id)
  if (found && found.revokedAt !== null) {
    throw new CommandError(`The key ${found.id} was ended in this directory; use another seed, or another directory.`)
  }
  const given = key && found ? key : unwrap(await createKey(engine, demo.client.id, wanted, cliAuditContext()))
  return { facts: await demoSummary(engine), key: given }
}

/** How the ids of keys of seeds begin. */
const seededName = `${demo.client.id}-seed`

/** Known to everybody who knows the seed: it is for trying only. */
function seededKey(seed: number): CreatedKey {
  const guid = deterministicGuids(seed)
  return { id: `${seededName}${seed}`, secret: guid('the secret of the demo').replaceAll('-', '') }
}

/** The one line that programs read. */
function factsForJson(url: string, facts: DemoSummary, key: CreatedKey) {
  const { ClientID: clientId, EventID: eventId, sessions, registrations } = facts
  return { url, clientId, eventId, key, sessions, registrations }
}
