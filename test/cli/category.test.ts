import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lectern-test-'))
})
afterAll(() => rm(directory, { recursive: true }))

/** What the command prints. Rejects with its exit code and what it says is wrong. */
async function lectern(...args: string[]): Promise<string> {
  const env = { ...process.env, LECTERN_DATABASE_URL: `sqlite:${join(directory, 'lectern.db')}` }
  const command = ['--import', 'tsx', 'src/cli.ts', ...args]
  return (await promisify(execFile)(process.execPath, command, { env })).stdout
}

test('categories are added and listed, each number once in a client', async () => {
  await lectern('client', 'add', '--id', '5', '--name', 'Association')
  const add = ['category', 'add', '--client', '5', '--id', '3', '--name', ' Workshops ']
  expect(await lectern(...add)).toBe('Added category 3, Workshops.\n')
  await expect(lectern(...add)).rejects.toMatchObject({ code: 1, stderr: 'lectern: There is a category 3 already.\n' })
  expect(JSON.parse(await lectern('category', 'list', '--client', '5', '--json'))).toEqual([
    { id: 3, name: 'Workshops' },
  ])
  await expect(lectern('category', 'list', '--client', '6')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/no client 6/),
  })
})
