import { rmSync } from 'node:fs'
import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { createKey, type NewKey } from '../accounts/keys.ts'
import { type DemoFacts, demo, demoFacts, loadDemo } from '../demo/index.ts'
import type { Engine } from '../store/engine.ts'
import { deedOfCommand, granted, print, printJson, withStore } from './command.ts'
import { demoBanner } from './demo-banner.ts'
import { CommandError, errnoOf, exitCodes } from './exit.ts'
import { jsonOption, type ServingOptions, servingOptions } from './options.ts'
import { serving } from './serving.ts'
import { untilStopped } from './signals.ts'

interface DemoOptions extends ServingOptions {
  readonly data?: string
  readonly json?: boolean
}

export function demoCommand(): Command {
  const command = new Command('demo')
    .description('serve the programme of PyConFR 2025, to try Lectern with')
    .option('--data <directory>', 'keep the data there, and go on with it the next time; otherwise it is temporary')
    .addOption(jsonOption('what there is to try it with'))
    .addHelpText('after', '\nExample:\n  $ lectern demo --port 8080')
  for (const option of servingOptions('warn', 0)) command.addOption(option)
  return command.action(async (options: DemoOptions) => {
    const stopped = untilStopped()
    if (options.data !== undefined) {
      await made(options.data, (path) => mkdir(path, { recursive: true }))
      return serveDemo(options.data, options, stopped)
    }
    const directory = await made(join(tmpdir(), 'lectern-demo-'), (prefix) => mkdtemp(prefix))
    // However the program ends, short of being killed.
    process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
    await serveDemo(directory, options, stopped)
  })
}

/** @throws CommandError where the directory cannot be made */
async function made<T>(path: string, make: (path: string) => Promise<T>): Promise<T> {
  try {
    return await make(path)
  } catch (error) {
    throw new CommandError(`The directory ${path} cannot be made (${errnoOf(error)}).`, exitCodes.database)
  }
}

async function serveDemo(directory: string, options: DemoOptions, stopped: Promise<void>): Promise<void> {
  await withStore(`sqlite:${join(directory, 'lectern.db')}`, async (engine) => {
    const { facts, key } = await prepared(engine)
    await serving(engine, options, stopped, ({ url }) => {
      if (options.json) printJson(factsForJson(url, facts, key))
      else print(demoBanner(url, facts, key, options.console))
    })
  })
}

/** The demo in the store, and a fresh key for it. */
async function prepared(engine: Engine): Promise<{ facts: DemoFacts; key: NewKey }> {
  if ((await loadDemo(engine, Date.now())) === 'occupied') {
    throw new CommandError(`The database has a client ${demo.client.id} that is not the demo's; use another directory.`)
  }
  const key = granted(await createKey(engine, demo.client.id, { name: 'demo', role: 'admin' }, deedOfCommand()))
  return { facts: await demoFacts(engine), key }
}

/** The one line that programs read. */
function factsForJson(url: string, facts: DemoFacts, key: NewKey) {
  const { ClientID: clientId, EventID: eventId, sessions, registrations } = facts
  return { url, clientId, eventId, key, sessions, registrations }
}
