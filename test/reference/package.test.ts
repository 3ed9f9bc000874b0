import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { minVersion, satisfies } from 'semver'
import { expect, test } from 'vitest'
import { root } from '../support/program.ts'

interface LockedPackage {
  readonly dev?: boolean
  readonly devOptional?: boolean
  readonly hasInstallScript?: boolean
  readonly engines?: { readonly node?: string }
}

const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'))
const { packages }: { packages: Record<string, LockedPackage> } = read('package-lock.json')

/** What an installation of the package brings, by folder. */
const installed = Object.entries(packages).filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)

test('every package that an installation brings runs on the oldest Node.js that is supported', () => {
  expect(installed.length).toBeGreaterThan(50)
  const oldest = minVersion(read('package.json').engines.node) ?? ''
  const refusing = installed.filter(([, { engines }]) => !satisfies(oldest, engines?.node ?? '*'))
  expect(refusing.map(([path]) => path)).toEqual([])
})

test('the driver of SQLite alone runs a script when it is installed', () => {
  const scripts = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)
  expect(scripts).toEqual(['node_modules/better-sqlite3'])
})

test('the package needs no overrides, which do not reach those who install it', () => {
  expect(read('package.json')).not.toHaveProperty('overrides')
})
