import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { CreatedKey } from '../../src/accounts/keys.ts'
import { openStore } from '../../src/store/open.ts'
import { assignmentsOfEvent } from '../../src/store/queries/assignments.ts'
import { wrongSessionCounters } from '../../src/store/queries/seats.ts'
import { basic, call } from '../support/http-server.ts'
import { describeWithPostgres } from '../support/postgres/with-postgres.ts'
import { freshDirectory, run } from '../support/program.ts'
import { startServe } from '../support/servers.ts'

const people = 120
const places = 20

await describeWithPostgres('several processes on one PostgreSQL', {}, (postgres) => {
  let database: string
  let env: Record<string, string>
  let key: CreatedKey
  const done = async (...args: string[]) => {
    const end = await run(args, { env })
    expect({ args, ...end }).toMatchObject({ code: 0, stderr: '' })
    return end.stdout
  }

  beforeAll(async () => {
    database = await postgres.fresh()
    env = { LECTERN_DATABASE_URL: database }
    const directory = freshDirectory()
    const [sessions, registrations] = [join(directory, 's.csv'), join(directory, 'r.csv')]
    writeFileSync(sessions, `SessionId,Name,MaxRegistrants\n1,Opening,${places}\n`)
    writeFileSync(registrations, `BadgeNumber\n${Array.from({ length: people }, (_, i) => i + 1).join('\n')}\n`)
    expect(await done('migrate')).toContain('Done: 0001-foundation\n')
    expect(await done('migrate', '--json')).toBe('{"migrations":[]}\n')
    await done('client', 'add', '--id', '5', '--name', 'Society')
    key = JSON.parse(await done('key', 'create', '--client', '5', '--role', 'admin', '--json'))
    const ofEvent = ['--client', '5', '--event', '1']
    await done('import', 'sessions', ...ofEvent, '--event-name', 'Meeting', '--time-zone', 'UTC', sessions)
    expect(await done('import', 'registrations', ...ofEvent, registrations)).toContain(`Added ${people} registrations.`)
  })

  test('sell no place twice, know each other’s sessions, and stop when told', async () => {
    const servers = await Promise.all([1, 2, 3].map(() => startServe([], { env })))
    const urlOf = (i: number) => servers[i % servers.length]?.url ?? ''
    const { id: Username, secret: Password } = key
    const signedIn = await call('POST', `${urlOf(0)}/Ams/Authenticate`, { Username, Password })
    const session = { 'x-ss-id': String(signedIn.json.SessionId) }
    expect((await call('GET', `${urlOf(1)}/auth`, undefined, session)).status).toBe(200)

    const answers = await Promise.all(
      Array.from({ length: people }, (_, i) =>
        call(
          'POST',
          `${urlOf(i)}/Ams/5/Event/1/EventRegistrationSessions`,
          { BadgeNumber: i + 1, SessionIds: [1] },
          i % 2 === 0 ? session : basic(key),
        ),
      ),
    )
    const outcomes = answers.map(({ status, statusText }) => (status === 200 ? 'assigned' : statusText))
    expect(outcomes.filter((outcome) => outcome === 'assigned')).toHaveLength(places)
    expect(outcomes.filter((outcome) => outcome === 'SessionFull')).toHaveLength(people - places)
    const store = await openStore(database)
    expect(await store.all(assignmentsOfEvent, { client: 5, event: 1 })).toHaveLength(places)
    expect(await store.all(wrongSessionCounters, { client: 5 })).toEqual([])
    await store.close()

    // A key that is revoked opens nothing, at any of them.
    await done('key', 'revoke', '--client', '5', key.id)
    const statuses = servers.map(async ({ url }) => (await call('GET', `${url}/auth`, undefined, session)).status)
    expect(await Promise.all(statuses)).toEqual([401, 401, 401])
    const ends = await Promise.all(servers.map((server) => server.stop()))
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0])
  })

  test('that cannot be reached ends a command with 3, and a wrong address with 2; neither tells the password', async () => {
    const away = await run(['migrate', '--database', 'postgres://u:secret@127.0.0.1:1/a'])
    expect(away).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('cannot be reached') })
    const wrong = await run(['serve', '--database', 'postgres://u:secret@127.0.0.1/a?poolsize=3'])
    expect(wrong).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('unknown parameter poolsize') })
    expect(away.stderr + wrong.stderr).not.toContain('secret')
  })
})
