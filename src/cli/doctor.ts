import { Command } from 'commander'
import { otherVariables } from './check-options.ts'
import { print, printJson } from './command.ts'
import type { Check } from './doctor/check.ts'
import { checkDatabase } from './doctor/database.ts'
import { checkMachine } from './doctor/machine.ts'
import { checkSettings } from './doctor/settings.ts'
import { CommandError } from './exit.ts'
import { databaseOption, jsonOption, type ServingOptions, servingOptions, workersOption } from './options.ts'

interface DoctorOptions extends ServingOptions {
  readonly database: string
  readonly workers: number
  readonly json?: boolean
}

export function doctorCommand(): Command {
  const options = [databaseOption(), workersOption(), ...servingOptions('info', 500)]
  // What is wrong with a variable is to be told with all else, and not to end the command.
  const variables = options.map((option) => option.envVar)
  const command = new Command('doctor')
    .description(
      'look whether a server could run here: settings, machine, database, clock, permissions; change nothing',
    )
    .addHelpText(
      'after',
      '\nIt takes the options of serve.\n\nExample:\n  $ lectern doctor --database sqlite:lectern.db',
    )
  const checks = checkSettings(options, otherVariables, process.env)
  const wrong = new Set(checks.filter(({ state }) => state === 'problem').map(({ found }) => found.split(' ')[0]))
  options.forEach((option, i) => {
    if (wrong.has(variables[i])) option.env('')
    command.addOption(option)
  })
  command.addOption(jsonOption('what was found'))
  return command.action(async (asked: DoctorOptions) => {
    const found = [...checks, ...(await checkMachine(asked)), ...(await checkDatabase(asked.database, asked.workers))]
    if (asked.json) printJson(found)
    else for (const line of linesOf(found)) print(line)
    const problems = found.filter(({ state }) => state === 'problem').length
    if (problems > 0) throw new CommandError(`${problems} ${problems === 1 ? 'problem' : 'problems'} found.`)
  })
}

const marks = { ok: 'ok      ', warning: 'warning ', problem: 'PROBLEM ' }

function linesOf(checks: readonly Check[]): string[] {
  const width = Math.max(...checks.map(({ name }) => name.length))
  return checks.flatMap(({ name, state, found, mend }) => {
    const line = `${marks[state]} ${name.padEnd(width)}  ${found}`
    return mend === null ? [line] : [line, `${' '.repeat(marks.ok.length + width + 3)}${mend}`]
  })
}
