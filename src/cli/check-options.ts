import type { Command } from 'commander'
import { CommandError, exitCodes } from './exit.ts'
import type { ServingOptions } from './options.ts'

/** Variables that commands read without an option of commander's. */
export const otherVariables = ['LECTERN_CONSOLE']

/** Checks what no single option can: values that contradict each other, and variables that no option reads. @throws CommandError */
export function checkServingOptions(options: ServingOptions, command: Command): void {
  const { port, metricsPort, sessionIdle, sessionMax } = options
  if (metricsPort !== null && metricsPort === port)
    throw usageError(`--metrics-port ${metricsPort} is the --port of the server; choose another one.`)
  if (sessionIdle > sessionMax && command.getOptionValueSource('sessionIdle') !== 'default')
    throw usageError(
      `--session-idle ${sessionIdle} is longer than --session-max ${sessionMax}: a session ends before it is idle.`,
    )
  const consoleValue = process.env.LECTERN_CONSOLE
  if (consoleValue !== undefined && !/^(?:on|off)$/.test(consoleValue))
    throw usageError(`LECTERN_CONSOLE: expected on or off, found ${JSON.stringify(consoleValue)}.`)
  checkVariables(command, process.env)
}

/** A misspelt variable would be ignored in silence. One that resembles none, such as those that Kubernetes sets, is. */
function checkVariables(command: Command, env: NodeJS.ProcessEnv): void {
  const known = [...command.options.flatMap(({ envVar }) => (envVar ? [envVar] : [])), ...otherVariables]
  for (const name of Object.keys(env)) {
    if (!name.startsWith('LECTERN_') || known.includes(name)) continue
    const meant = known.find((each) => isNear(name, each))
    if (meant) throw usageError(`${name} is not a setting. Did you mean ${meant}?`)
  }
}

/** Whether one text becomes the other by two edits: of a letter, or of two neighbours that change places. */
function isNear(a: string, b: string): boolean {
  let [beforeLast, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const isEqual = a[i - 1] === b[j - 1]
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row[j] = Math.min(
        at(last, j) + 1,
        at(row, j - 1) + 1,
        at(last, j - 1) + (isEqual ? 0 : 1),
        isSwapped ? at(beforeLast, j - 2) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    ;[beforeLast, last] = [last, row]
  }
  return at(last, b.length) <= 2
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY
}

function usageError(message: string): CommandError {
  return new CommandError(message, exitCodes.usage)
}
