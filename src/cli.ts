#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { clientCommand } from './cli/client.ts'
import { convertCommand } from './cli/convert.ts'
import { demoCommand } from './cli/demo.ts'
import { ending, exitCodes } from './cli/exit.ts'
import { importCommand } from './cli/import.ts'
import { keyCommand } from './cli/key.ts'
import { migrateCommand } from './cli/migrate.ts'
import { serveCommand } from './cli/serve.ts'
import { version } from './version.ts'

const exitCodeHelp = `
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
  .addHelpText('after', exitCodeHelp)

const commands = [demoCommand, serveCommand, clientCommand, keyCommand, importCommand, migrateCommand, convertCommand]
for (const make of commands) program.addCommand(make())
for (const command of [program, ...program.commands.flatMap((each) => [each, ...each.commands])]) command.exitOverride()

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = endedBy(error)
}

/** The exit code of what was thrown; commander has told its own errors already. */
function endedBy(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
  const { message, exitCode } = ending(error)
  process.stderr.write(`lectern: ${message}\n`)
  return exitCode
}
