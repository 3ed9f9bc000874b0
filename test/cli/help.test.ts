import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { freshDirectory, run, shell, startShell } from '../support/program.ts'

/** The help of every command, by what is typed to get it. */
const helps = new Map<string, string>()
/** The lines of all examples, each once. */
const examples: string[] = []

beforeAll(async () => {
  await read([])
  const lines = [...helps.values()].flatMap((help) => help.split('\n'))
  const found = lines.filter((line) => line.startsWith('  $ ')).map((line) => line.slice('  $ '.length))
  examples.push(...new Set(found))
})

async function read(command: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await run([...command, '--help'])
  expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: '' })
  helps.set(['lectern', ...command].join(' '), stdout)
  const [, list = ''] = stdout.split('\nCommands:\n')
  const names = [
    ...list
      .split('\n\n', 1)
      .join()
      .matchAll(/^ {2}([a-z]+)\b/gm),
  ].map((match) => match[1] ?? '')
  await Promise.all(names.filter((name) => name !== 'help').map((name) => read([...command, name])))
}

describe('--help', () => {
  test('is there for every command, with an example of it', () => {
    expect([...helps.keys()]).toEqual(expect.arrayContaining(['lectern', 'lectern demo', 'lectern import sessions']))
    for (const [command, help] of helps) {
      const [, shown = ''] = help.split(/\nExamples?:\n/)
      expect({ command, shown }).toEqual({ command, shown: expect.stringContaining(command) })
    }
  })

  test('of the program tells the exit codes', () => {
    for (const code of [0, 1, 2, 3, 4, 70]) expect(helps.get('lectern')).toMatch(new RegExp(`^ {2}${code} +\\S`, 'm'))
  })
})

describe('the examples', () => {
  test('of changes do what they say, in order, in an empty directory', async () => {
    const cwd = freshDirectory()
    writeFileSync(join(cwd, 'sessions.csv'), 'SessionId,Name\n1,Opening\n')
    writeFileSync(join(cwd, 'registrations.csv'), 'BadgeNumber\n17\n')
    const kinds = [
      'client add',
      'key create',
      'key list',
      'app create',
      'app list',
      'category add',
      'category list',
      'import sessions .*--event-name',
      'import registrations',
      'export',
      'backup',
      'restore',
      'verify',
      'migrate',
      'doctor',
    ]
    for (const kind of kinds) {
      const lines = examples.filter((line) => new RegExp(`^lectern ${kind}`).test(line))
      expect({ kind, lines }).not.toEqual({ kind, lines: [] })
      for (const line of lines) expect({ line, ...(await shell(line, { cwd })) }).toMatchObject({ code: 0, stderr: '' })
    }
    // What these are about is not there, or there already: they are refused, as such.
    for (const kind of [
      'key revoke',
      'app revoke',
      'app code',
      'import sessions --client 25363 --event 1 sessions',
      'import client society',
    ]) {
      const [line = ''] = examples.filter((line) => line.startsWith(`lectern ${kind}`))
      expect({ line, ...(await shell(line, { cwd })) }).toMatchObject({ code: 1 })
    }
  })

  test('of convert convert', async () => {
    const lines = examples.filter((line) => line.includes('| lectern convert'))
    const outputs = await Promise.all(lines.map(async (line) => (await shell(line)).stdout))
    expect(outputs).toEqual([
      '{"EventID":5,"SessionIds":[1,2],"ClientID":0,"BypassCache":false,"DateCached":"0001-01-01T00:00:00.0000000","Device":"Desktop"}\n',
      '{a:"b,c"}\n',
    ])
  })

  test('of servers serve, where their port is free', async () => {
    const lines = examples.filter((line) => /^lectern (demo|serve)/.test(line))
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) {
      const server = startShell(line, { cwd: freshDirectory() })
      const said = [server.written('stdout', 'http://'), server.written('stderr', 'http://'), server.ended]
      await Promise.any(said)
      const { code, stderr } = await server.stop()
      if (code !== 0) expect({ code, stderr }).toEqual({ code: 4, stderr: expect.stringContaining('Cannot listen on') })
    }
  })

  test('are all tried above', () => {
    const tried =
      /^(lectern (demo|serve|client add|key (create|list|revoke)|app|category|import|export|copy|backup|restore|verify|migrate|doctor|health)|echo .*\| lectern convert)\b/
    expect(examples.filter((line) => !tried.test(line))).toEqual([])
  })
})

test('a command that does not exist is a wrong command line', async () => {
  const [unknown, none] = await Promise.all([run(['serv']), run([])])
  expect(unknown).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('(Did you mean serve?)') })
  expect(none).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Usage: lectern') })
})

test('--version tells the version of the package', async () => {
  expect(await run(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
})
