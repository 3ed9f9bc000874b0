import { join } from 'node:path'
import { expect, test } from 'vitest'
import { basic, call } from '../support/http-server.ts'
import { freshDirectory, run } from '../support/program.ts'
import { startDemo, startServe } from '../support/servers.ts'

test.concurrent('the demo is a sandbox, and with a seed has the same key each time, also where it goes on with its data', async () => {
  const data = join(freshDirectory(), 'demo')
  const args = ['--seed', '7']
  const keys: unknown[] = []
  for (const more of [[], ['--data', data], ['--data', data]]) {
    const demo = await startDemo([...args, ...more])
    keys.push(demo.facts.key)
    const { json, headers } = await call('GET', `${demo.facts.url}/sandbox`, undefined, basic(demo.facts.key))
    expect(headers.get('x-lectern-sandbox')).toBe('true')
    expect(json).toMatchObject({ Seed: 7, Snapshots: [{ Name: 'start' }] })
    expect((await demo.stop()).code).toBe(0)
  }
  expect(keys).toEqual([keys[0], keys[0], keys[0]])
  expect(keys[0]).toMatchObject({ id: '1000-seed7' })
})

test.concurrent('serve is one with --sandbox alone', async () => {
  const database = `sqlite:${join(freshDirectory(), 'lectern.db')}`
  const client = ['--database', database]
  await run(['client', 'add', '--id', '5', '--name', 'Five', ...client])
  const key = JSON.parse((await run(['key', 'create', '--client', '5', '--role', 'admin', '--json', ...client])).stdout)
  for (const [args, status] of [
    [[], 404],
    [['--sandbox'], 200],
  ] as const) {
    const server = await startServe([...args, ...client])
    expect((await call('GET', `${server.url}/sandbox`, undefined, basic(key))).status).toBe(status)
    await server.stop()
  }
})

test.concurrent.each([
  [['--seed', '7'], '--seed is for a sandbox: add --sandbox.'],
  [['--sandbox', '--workers', '2'], 'A sandbox has one worker: leave --workers out.'],
  [['--sandbox', '--seed', 'x'], 'a whole number'],
])('serve %j is refused', async (args, reason) => {
  const { code, stderr } = await run(['serve', ...args])
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(reason) })
})
