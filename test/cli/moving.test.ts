import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freshDatabase, freshDirectory, run } from './program.ts'

test('a client is exported to a file or stdout, and imported elsewhere', async () => {
  const from = freshDatabase()
  const to = freshDatabase()
  const directory = freshDirectory()
  await run(['client', 'add', '--id', '5', '--name', 'Society', '--database', from])
  const csv = join(directory, 's.csv')
  writeFileSync(csv, 'id,name\n1,Opening\n')
  const event = ['--client', '5', '--event', '1', '--event-name', 'Meeting', '--time-zone', 'UTC']
  await run(['import', 'sessions', ...event, '--database', from, csv])

  const file = join(directory, 'society.ndjson')
  expect(await run(['export', '--client', '5', '--database', from, '--out', file])).toMatchObject({
    code: 0,
    stdout: '',
  })
  const { stdout } = await run(['export', '--client', '5', '--database', from])
  expect(stdout).toBe(readFileSync(file, 'utf8'))

  const dry = await run(['import', 'client', '--database', to, '--dry-run', file])
  expect(dry).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^client 5 with \d+ rows would be added; nothing/),
  })
  const json = await run(['import', 'client', '--database', to, '--json', '--client', '6', file])
  expect(JSON.parse(json.stdout)).toMatchObject({ client: 6, kept: true })
  expect(await run(['import', 'client', '--database', to, '--client', '6', file])).toMatchObject({
    code: 1,
    stderr: 'lectern: There is a client 6 already; give another number by --client.\n',
  })
  expect((await run(['export', '--client', '9', '--database', to])).stderr).toBe('lectern: There is no client 9.\n')
  expect((await run(['import', 'client', '--database', to, join(directory, 'no')])).stderr).toMatch(
    /Cannot read .*ENOENT/,
  )
  expect((await run(['export', '--client', '6', '--database', to, '--out', '/proc/no'])).code).toBe(1)
})
