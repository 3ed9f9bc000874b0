import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call } from '../support/http-server.ts'
import { type Cluster, startCluster } from '../support/postgres/cluster.ts'
import { databasesOf } from '../support/postgres/databases.ts'
import { freshDirectory, run } from '../support/program.ts'
import { linesOf, logged, warnLevel } from '../support/server-log.ts'
import { startServe } from '../support/servers.ts'

const connections = 32

describe('a server whose PostgreSQL goes away and comes back', () => {
  let cluster: Cluster
  let env: Record<string, string>
  let authorization: string
  beforeAll(async () => {
    cluster = await startCluster()
    env = { LECTERN_DATABASE_URL: await databasesOf(cluster.url).fresh() }
    await run(['client', 'add', '--id', '5', '--name', 'Society'], { env })
    const created = await run(['key', 'create', '--client', '5', '--role', 'admin', '--json'], { env })
    const { id, secret } = JSON.parse(created.stdout)
    authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
  }, 120_000)
  afterAll(() => cluster.stop())

  test('logs one line when it goes, one when it is back, and in between at most one a second, all of them JSON', async () => {
    const server = await startServe([], { env })
    let isOver = false
    let refused = 0
    const callers = Array.from({ length: connections }, async () => {
      while (!isOver) {
        const { status } = await call('GET', `${server.url}/Ams/5/Events`, undefined, { authorization })
        if (status === 503) refused++
      }
    })
    await cluster.kill()
    await logged(server, 'calls failed', 2)
    await cluster.start()
    await logged(server, 'database available again')
    isOver = true
    await Promise.all(callers)
    const { code, stderr } = await server.stop()
    expect(code).toBe(0)
    const lines = linesOf(stderr)
    const remarks = lines.filter(({ msg, level }) => level >= warnLevel || msg.startsWith('database'))
    const summaries = remarks.filter(({ msg }) => msg.startsWith('calls failed'))
    const times = summaries.map(({ time }) => Number(time))
    expect(times.every((time, i) => i === 0 || time - (times[i - 1] ?? 0) >= 900)).toBe(true)
    expect(remarks.filter((line) => !summaries.includes(line)).map(({ msg }) => msg)).toEqual([
      'database unavailable',
      'database available again',
    ])
    expect(lines.find(({ msg }) => msg === 'database available again')?.calls).toBe(refused)
    expect(JSON.stringify(remarks)).not.toContain('    at ')
  }, 120_000)

  test('logs the warnings of Node.js as lines of its log', async () => {
    const module = join(freshDirectory(), 'warn.mjs')
    writeFileSync(module, `process.on('SIGUSR2', () => process.emitWarning('old', 'DeprecationWarning'))\n`)
    const server = await startServe([], { env: { ...env, NODE_OPTIONS: `--import=${module}` } })
    server.child.kill('SIGUSR2')
    await logged(server, 'process warning')
    const { stderr } = await server.stop()
    expect(linesOf(stderr).filter(({ level }) => level >= warnLevel)).toMatchObject([
      { msg: 'process warning', warning: 'DeprecationWarning', reason: 'old' },
    ])
  })
})
