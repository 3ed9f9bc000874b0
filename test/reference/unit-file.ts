import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../support/program.ts'

/** The settings of the shipped systemd unit, each with its values in order. */
export function unitSettings(): ReadonlyMap<string, readonly string[]> {
  const settings = new Map<string, string[]>()
  for (const line of readFileSync(join(root, 'deploy/lectern.service'), 'utf8').split('\n')) {
    const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? []
    if (name !== undefined && value !== undefined) settings.set(name, [...(settings.get(name) ?? []), value])
  }
  return settings
}

/** The environment that the unit gives to the service. */
export function unitEnvironment(): Record<string, string> {
  const assignments = (unitSettings().get('Environment') ?? []).flatMap((line) => line.split(' '))
  return Object.fromEntries(
    assignments.map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]),
  )
}
