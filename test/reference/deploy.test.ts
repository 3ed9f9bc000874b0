import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { freshDatabase, freshDirectory, root, shell } from '../support/program.ts'
import { read } from './deployment.ts'

const packageFile: { files: string[]; dependencies: Record<string, string> } = JSON.parse(read('package.json'))

test('the list of licences is that of the packages, and each may be used', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/licences.mjs'), '--check'], {
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test('every direct dependency has a reason in the decisions', () => {
  const decisions = readdirSync(join(root, 'docs/decisions'))
    .map((name) => read(`docs/decisions/${name}`))
    .join('\n')
    .toLowerCase()
  const named = (name: string) => decisions.includes(name) || decisions.includes(name.replace(/^@[\w-]+\//, ''))
  expect(Object.keys(packageFile.dependencies).filter((name) => !named(name))).toEqual([])
})

describe('the page on operations', () => {
  const page = read('docs/operations.md')
  const blocks = (language: string) =>
    [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].flatMap(([, block = '']) =>
      block.trim().split('\n'),
    )

  test('shows commands that succeed one after the other in an empty directory', async () => {
    const around = { cwd: freshDirectory(), env: { LECTERN_PORT: '0' } }
    const commands = blocks('sh')
    expect(commands.length).toBeGreaterThan(8)
    for (const command of commands) {
      const { code, stderr } = await shell(command, around)
      expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: '' })
    }
  }, 60_000)

  test.each([
    { service: 'Docker', prefix: 'docker exec lectern ' },
    { service: 'systemd', prefix: 'sudo lectern-admin ' },
  ])('shows admin commands for $service that succeed one after the other on an empty database', async ({ prefix }) => {
    const env = { LECTERN_DATABASE_URL: freshDatabase(), LECTERN_PORT: '0' }
    const commands = blocks('text').filter((line) => line.startsWith(prefix))
    expect(commands.length).toBeGreaterThan(2)
    for (const command of commands) {
      const words = command.slice(prefix.length).replace(/^(?!lectern )/, 'lectern ')
      const { code, stderr } = await shell(words, { env })
      expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: '' })
    }
  })
})

test('the npm package contains the deployment files', () => {
  expect(packageFile.files).toContain('deploy')
})
