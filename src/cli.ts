#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { errnoOf, exitCodes, toExit } from './cli/exit.ts'
import { guardCallback } from './runtime/guard.ts'
import { version } from './version.ts'

const help = `
Example:
  $ lectern demo

Exit codes:
  ${exitCodes.done}   done
  ${exitCodes.refused}   refused: a bad row or document, or something that is not there
  ${exitCodes.usage}   the command line or a setting is wrong
  ${exitCodes.database}   the database cannot be used
  ${exitCodes.address}   the server cannot listen there
  ${exitCodes.defect}  a defect of the program`

const program = new Command('lectern')
  .description('An event-registration server that speaks the YM REST Services protocol.')
  .version(version)
  .configureHelp({ showGlobalOptions: true })
  .addHelpText('after', help)

/** The commands in the order of the help. Only the one that is asked for is loaded, so that it starts at once. */
const commands = new Map<string, () => Promise<Command>>([
  ['demo', async () => (await import('./cli/demo.ts')).demoCommand()],
  ['serve', async () => (await import('./cli/serve.ts')).serveCommand()],
  ['client', async () => (await import('./cli/client.ts')).clientCommand()],
  ['key', async () => (await import('./cli/key.ts')).keyCommand()],
  ['app', async () => (await import('./cli/app.ts')).appCommand()],
  ['category', async () => (await import('./cli/category.ts')).categoryCommand()],
  ['import', async () => (await import('./cli/import.ts')).importCommand()],
  ['export', async () => (await import('./cli/export.ts')).exportCommand()],
  ['copy', async () => (await import('./cli/copy.ts')).copyCommand()],
  ['backup', async () => (await import('./cli/backup.ts')).backupCommand()],
  ['restore', async () => (await import('./cli/backup.ts')).restoreCommand()],
  ['verify', async () => (await import('./cli/verify.ts')).verifyCommand()],
  ['doctor', async () => (await import('./cli/doctor.ts')).doctorCommand()],
  ['health', async () => (await import('./cli/health.ts')).healthCommand()],
  ['migrate', async () => (await import('./cli/migrate.ts')).migrateCommand()],
  ['convert', async () => (await import('./cli/convert.ts')).convertCommand()],
])
const asked = commands.get(process.argv[2] ?? '')
for (const make of asked ? [asked] : commands.values()) program.addCommand(await make())
for (const command of [program, ...program.commands.flatMap((each) => [each, ...each.commands])]) command.exitOverride()

// A reader that has seen enough, as `head` has, is nothing to complain of. Where stderr is gone nobody would hear.
process.stdout.on(
  'error',
  guardCallback('stdout-error', (error) => {
    if (errnoOf(error) === 'EPIPE') return
    process.stderr.write(`lectern: The output cannot be written (${errnoOf(error)}).\n`)
    process.exitCode = exitCodes.refused
  }),
)
process.stderr.on('error', () => {})

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = endedBy(error)
}

/** The exit code of what was thrown; commander has told its own errors already. */
function endedBy(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
  const { message, exitCode } = toExit(error)
  if (message !== '') process.stderr.write(`lectern: ${message}\n`)
  return exitCode
}
