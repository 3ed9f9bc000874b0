import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { basic, call } from '../support/http-server.ts'
import { freshDirectory, shell } from '../support/program.ts'
import { startServe } from '../support/servers.ts'

/** The commands that the page shows, as a person would copy them. */
const commandsOn = (page: string) =>
  [...page.matchAll(/<pre>([\s\S]*?)<\/pre>/g)].flatMap(([, text = '']) =>
    text
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&')
      .split(/(?<!\\)\n/),
  )

test('the first page of a fresh server leads to a first assignment, step by step, by the commands it shows', async () => {
  const cwd = freshDirectory()
  const env = { LECTERN_DATABASE_URL: `sqlite:${join(cwd, 'lectern.db')}` }
  writeFileSync(join(cwd, 'programme.csv'), 'SessionId,Name,Start,End\n11,Opening,2025-11-01T09:00,2025-11-01T10:00\n')
  writeFileSync(join(cwd, 'registrations.csv'), 'BadgeNumber,FirstName,LastName\n1,Ada,Lovelace\n')
  const server = await startServe([], { env })
  const page = async () => (await call('GET', server.url)).text
  const run = async (line: string) => {
    const { code, stdout, stderr } = await shell(line, { cwd, env })
    expect({ line, code, stderr }).toEqual({ line, code: 0, stderr: '' })
    return stdout
  }

  const [add = '', create = '', ...rest] = commandsOn(await page())
  expect(await page()).toContain('The database is empty.')
  expect(rest).toHaveLength(3)
  await run(add)
  const made = await run(create)
  const key = { id: /Key: +(\S+)/.exec(made)?.[1] ?? '', secret: /Secret: +(\S+)/.exec(made)?.[1] ?? '' }

  expect(await page()).toContain('no event yet')
  const [sessions = '', registrations = '', first = ''] = commandsOn(await page())
  await run(sessions)
  await run(registrations)
  const assigned = first
    .replace('KEY:SECRET', `${key.id}:${key.secret}`)
    .replace('http://SERVER', server.url)
    .replace('curl', 'curl -s')
  expect(JSON.parse(await run(assigned))).toMatchObject({ BadgeNumber: 1, SessionIds: [11] })

  expect(commandsOn(await page())).toEqual([])
  expect((await call('GET', `${server.url}/Ams/25363/Events`, undefined, basic(key))).status).toBe(200)
  await server.stop()
})
