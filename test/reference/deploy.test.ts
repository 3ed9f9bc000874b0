import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { freshDirectory, program, root } from '../cli/program.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')

test('the list of licences is that of the packages, and each may be used', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/licences.mjs'), '--check'], {
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test('every direct dependency has a reason in the decisions', () => {
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(read('package.json'))
  const decisions = readdirSync(join(root, 'docs/decisions'))
    .map((name) => read(`docs/decisions/${name}`))
    .join('\n')
    .toLowerCase()
  const named = (name: string) => decisions.includes(name) || decisions.includes(name.replace(/^@[\w-]+\//, ''))
  expect(Object.keys(dependencies).filter((name) => !named(name))).toEqual([])
})

describe('the page on operations', () => {
  test('does what it says, command by command, in an empty directory', () => {
    const cwd = freshDirectory()
    symlinkSync(program, join(cwd, 'lectern'))
    chmodSync(program, 0o755)
    const commands = [...read('docs/operations.md').matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) =>
      block.trim().split('\n'),
    )
    expect(commands.length).toBeGreaterThan(8)
    for (const command of commands) {
      const env = { PATH: `${cwd}:${process.env.PATH}`, LECTERN_PORT: '0' }
      const { status, stderr } = spawnSync('sh', ['-c', command], { cwd, env, encoding: 'utf8' })
      expect({ command, status, stderr }).toEqual({ command, status: 0, stderr: '' })
    }
  })
})

describe('the Dockerfile', () => {
  const text = read('deploy/Dockerfile')

  test('copies what is there, and what its context lets in', () => {
    const ignored = read('.dockerignore')
    const sources = [...text.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, list = '']) => list.split(' '))
    expect(sources.length).toBeGreaterThan(5)
    for (const source of sources) {
      expect([source, existsSync(join(root, source))]).toEqual([source, true])
      expect(ignored).toContain(`!${source}\n`)
    }
  })

  test('runs scripts that there are, as a user that is not root', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'))
    for (const [, name = ''] of text.matchAll(/npm run (\S+)/g)) expect(scripts).toHaveProperty(name)
    expect(text).toMatch(/^USER (?!0|root)/m)
    expect(text).toContain('HEALTHCHECK')
  })
})

test('the settings of the unit and the images are ones that are read', () => {
  const page = read('docs/reference/command-line.md')
  for (const file of ['deploy/Dockerfile', 'deploy/compose.yaml', 'deploy/lectern.service']) {
    for (const [name] of read(file).matchAll(/LECTERN_\w+/g))
      expect([file, page.includes(`\`${name}\``)]).toEqual([file, true])
  }
})
