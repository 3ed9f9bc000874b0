import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkSettings } from '../../src/cli/doctor/settings.ts'
import { serveCommand } from '../../src/cli/serve.ts'
import { root } from '../support/program.ts'

/** Returns the text of a file of the repository. */
export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** Returns the checks of `lectern doctor` that fail for settings of a server: ones that it does not read, or whose value is wrong. */
export function rejectedSettings(env: Readonly<Record<string, string>>): readonly object[] {
  return checkSettings(serveCommand().options, ['LECTERN_CONSOLE'], { ...env }).filter(({ state }) => state !== 'ok')
}

/** Returns the words after `lectern serve` that it does not understand. @throws CommanderError where a value is wrong */
export function rejectedOptions(args: readonly string[]): readonly string[] {
  const { operands, unknown } = serveCommand()
    .exitOverride()
    .parseOptions([...args])
  return [...operands, ...unknown]
}

/** Returns what an option of `lectern serve` is when it is not given. */
export function defaultOf(name: string): unknown {
  return serveCommand().options.find((option) => option.attributeName() === name)?.defaultValue
}
