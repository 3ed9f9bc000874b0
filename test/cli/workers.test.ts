import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { CreatedKey } from '../../src/accounts/keys.ts'
import { openStore } from '../../src/store/open.ts'
import { assignmentsOfEvent } from '../../src/store/queries/assignments.ts'
import { auditOfEvent } from '../../src/store/queries/audit.ts'
import { wrongSessionCounters } from '../../src/store/queries/seats.ts'
import { sessionsOfEvent } from '../../src/store/queries/sessions.ts'
import { basic, call } from '../support/http-server.ts'
import { describeWithPostgres } from '../support/postgres/with-postgres.ts'
import { freshDatabase, freshDirectory, run } from '../support/program.ts'
import { logged } from '../support/server-log.ts'
import { freePort, startServe } from '../support/servers.ts'

const people = 400
const places = 30
const path = '/Ams/5/Event/1/EventRegistrationSessions'

describe('several workers', () => {
  test('need PostgreSQL', async () => {
    expect(await run(['serve', '--workers', '2', '--database', freshDatabase()])).toMatchObject({
      code: 2,
      stderr: 'lectern: SQLite has one process that writes: several workers need PostgreSQL.\n',
    })
    expect((await run(['serve', '--workers', 'many'])).stderr).toContain(
      'Expected a whole number from 1 to 256, or auto.',
    )
  })
})

await describeWithPostgres('workers on one PostgreSQL', {}, (postgres) => {
  let env: Record<string, string>
  let key: CreatedKey

  beforeAll(async () => {
    env = { LECTERN_DATABASE_URL: await postgres.fresh() }
    const directory = freshDirectory()
    const [sessions, registrations] = [join(directory, 's.csv'), join(directory, 'r.csv')]
    writeFileSync(sessions, `SessionId,Name,MaxRegistrants\n1,Opening,${places}\n2,Talks,\n`)
    writeFileSync(registrations, `BadgeNumber\n${Array.from({ length: people }, (_, i) => i + 1).join('\n')}\n`)
    const ofEvent = ['--client', '5', '--event', '1']
    await run(['client', 'add', '--id', '5', '--name', 'Society'], { env })
    key = JSON.parse((await run(['key', 'create', '--client', '5', '--role', 'admin', '--json'], { env })).stdout)
    await run(['import', 'sessions', ...ofEvent, '--event-name', 'Meeting', '--time-zone', 'UTC', sessions], { env })
    await run(['import', 'registrations', ...ofEvent, registrations], { env })
  })

  const begin = (count: number) => startServe(['--workers', String(count)], { env })
  const assign = (url: string, BadgeNumber: number, SessionIds: number[], method = 'POST') =>
    call(method, `${url}${path}`, { BadgeNumber, SessionIds }, basic(key))

  test(`of ${people} that ask 4 of them for ${places} places, ${places} get one`, async () => {
    const server = await begin(4)
    const answers = await Promise.all(Array.from({ length: people }, (_, i) => assign(server.url, i + 1, [1])))
    const won = answers.filter(({ status }) => status === 200)
    const lost = answers.filter(({ status, json }) => status === 409 && json.ResponseStatus.ErrorCode === 'SessionFull')
    expect([won.length, lost.length]).toEqual([places, people - places])
    const engine = await openStore(env.LECTERN_DATABASE_URL ?? '')
    const scope = { client: 5, event: 1 }
    expect((await engine.all(sessionsOfEvent, scope)).map(({ taken }) => taken)).toEqual([places, 0])
    expect(await engine.all(assignmentsOfEvent, scope)).toHaveLength(places)
    expect((await engine.all(auditOfEvent, scope)).filter(({ action }) => action === 'assign')).toHaveLength(places)
    expect(await engine.all(wrongSessionCounters, { client: 5 })).toEqual([])
    await engine.close()
    expect(await server.stop()).toMatchObject({ code: 0, signal: null })
  })

  test('have one limit of calls and one page of metrics together', async () => {
    const port = await freePort()
    const args = ['--workers', '3', '--rate-limit', '2', '--metrics-port', String(port)]
    const server = await startServe(args, { env })
    const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => assign(server.url, 300 + i, [2])))
    const done = answers.filter(({ status }) => status === 200).length
    expect([done, answers.filter(({ status }) => status === 429).length]).toEqual([20, 40])
    const { text } = await call('GET', `http://127.0.0.1:${port}/metrics`)
    const counted = (status: number) =>
      [
        ...text.matchAll(
          new RegExp(`^lectern_request_duration_seconds_count\\{.*status="${status}".*\\} (\\d+)$`, 'gm'),
        ),
      ].reduce((sum, [, n]) => sum + Number(n), 0)
    expect([counted(200), counted(429)]).toEqual([20, 40])
    expect(text).toMatch(/^lectern_pool_connections\{pool="writers",state="idle"\} [1-9]/m)
    expect(await server.stop()).toMatchObject({ code: 0 })
  })

  test('are replaced by SIGHUP one after the other, and no call fails', async () => {
    const server = await begin(2)
    let isOver = false
    const failures: unknown[] = []
    let calls = 0
    const callers = Array.from({ length: 8 }, async (_, i) => {
      for (let step = 0; !isOver; step++) {
        const answer = await assign(server.url, 100 + i, [2], step % 2 === 0 ? 'POST' : 'DELETE').catch(
          (error) => error,
        )
        calls++
        if (answer instanceof Error || answer.status !== 200) failures.push(answer)
      }
    })
    for (const round of [1, 2]) {
      server.child.kill('SIGHUP')
      await logged(server, 'workers replaced', round)
    }
    isOver = true
    await Promise.all(callers)
    expect(failures).toEqual([])
    expect(calls).toBeGreaterThan(100)
    expect(await server.stop()).toMatchObject({ code: 0, signal: null })
  })

  test('are replaced when one is killed', async () => {
    const server = await begin(2)
    const [first] = JSON.parse(await server.firstLine('stderr')).workers
    process.kill(first, 'SIGKILL')
    const lines = await logged(server, 'worker replaced')
    expect(lines.map(({ msg }) => msg)).toContain('a worker ended')
    expect((await call('GET', `${server.url}/health/ready`)).status).toBe(200)
    expect(await server.stop()).toMatchObject({ code: 0 })
  })

  test('that cannot begin end all, with their exit code', async () => {
    const server = await begin(2)
    const port = new URL(server.url).port
    const second = await run(['serve', '--workers', '2', '--port', port], { env })
    expect(second).toMatchObject({ code: 4, stderr: expect.stringContaining('Cannot listen') })
    await server.stop()
  })
})
