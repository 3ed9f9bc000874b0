import { InvalidArgumentError, type Option } from 'commander'
import { type Check, ok, problem, warning } from './check.ts'

/** Whether the variables of the environment are ones that are read, with values that are taken. */
export function checkSettings(options: readonly Option[], others: readonly string[], env: NodeJS.ProcessEnv): Check[] {
  const known = new Map(options.flatMap((option) => (option.envVar ? [[option.envVar, option] as const] : [])))
  const given = Object.keys(env).filter((name) => name.startsWith('LECTERN_'))
  const unknown = given.filter((name) => !known.has(name) && !others.includes(name))
  const names = [...known.keys(), ...others].sort().join(', ')
  return [
    ...unknown.map((name) => warning('settings', `${name} is set, and no command reads it`, `Known are ${names}.`)),
    ...given.flatMap((name) => wrongValue(name, known.get(name), env[name] ?? '')),
    ok('settings', given.length === 0 ? 'none in the environment' : `from the environment: ${given.sort().join(', ')}`),
  ]
}

/** Reads a value as the command would. */
function wrongValue(name: string, option: Option | undefined, text: string): Check[] {
  try {
    option?.parseArg?.(text, undefined)
    return []
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error
    return [problem('settings', `${name} has a value that is not taken`, error.message)]
  }
}
