import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CreatedKey } from '../../src/accounts/keys.ts'
import { programLog } from '../../src/observability/log.ts'
import { type RunningServer, startServer } from '../../src/server/server.ts'
import { ChangeTrackingEngine } from '../../src/store/change-tracking.ts'
import { openStore } from '../../src/store/open.ts'
import { basic, call, client, event, makeClients, otherClient, serverSettings } from '../support/http-server.ts'
import { describeWithPostgres } from '../support/postgres/with-postgres.ts'

const calls = 60

await describeWithPostgres('tenants on one PostgreSQL', {}, (postgres) => {
  let url: string
  let engine: ChangeTrackingEngine
  let server: RunningServer
  let key: CreatedKey
  let otherKey: CreatedKey

  beforeAll(async () => {
    url = await postgres.fresh()
    // A statement waits for its lock for as long as it takes.
    engine = new ChangeTrackingEngine(await openStore(`${url}?statement_timeout=0`))
    ;({ key, otherKey } = await makeClients(engine, { registrations: calls, sessions: [{ id: 1 }, { id: 2 }] }))
    server = await startServer(engine, serverSettings(), programLog('silent'))
  })
  afterAll(async () => {
    await server.stop()
    await engine.close()
  })

  const assign = (tenant: number, by: CreatedKey, BadgeNumber: number, method = 'POST') =>
    call(
      method,
      `${server.url}/Ams/${tenant}/Event/${event}/EventRegistrationSessions`,
      { BadgeNumber, SessionIds: [1] },
      basic(by),
    )

  /** Resolves once so many connections have waited for a lock: as many as one event may hold, where that is limited. */
  const areWaiting = async (connections: number) => {
    const waiting = new Set<unknown>()
    while (waiting.size < connections) {
      // On a connection of its own: within a transaction the server answers the same again.
      const rows = await postgres.execute(
        url,
        `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      for (const { pid } of rows) waiting.add(pid)
    }
  }

  test('are answered while the sessions of another tenant are locked and its calls fill the queue', async () => {
    const outside = new pg.Client({ connectionString: url })
    await outside.connect()
    await outside.query('begin')
    await outside.query(`select 1 from session where client_id = ${client} for update`)
    let answered = 0
    const blocked = Array.from({ length: calls }, async (_, i) => {
      const { status } = await assign(client, key, i + 1)
      answered++
      return status
    })
    await areWaiting(4)
    for (let i = 0; i < 10; i++) {
      expect((await assign(otherClient, otherKey, 1)).status).toBe(200)
      expect((await assign(otherClient, otherKey, 1, 'DELETE')).status).toBe(200)
    }
    expect(answered).toBe(0)
    await outside.query('commit')
    await outside.end()
    expect(new Set(await Promise.all(blocked))).toEqual(new Set([200]))
  })
})
