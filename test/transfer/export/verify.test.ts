import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { withSnapshot } from '../../../src/store/open.ts'
import { verifyClient } from '../../../src/transfer/export/verify.ts'
import { basic, call, client, startTestServer, type TestServer } from '../../support/http-server.ts'

let server: TestServer
beforeEach(async () => {
  const sessions = [
    { id: 1, places: 1 },
    { id: 2, from: 9, to: 10 },
    { id: 3, from: 9, to: 11 },
    { id: 4, group: 1 },
    { id: 5, group: 1 },
  ]
  server = await startTestServer({ registrations: 4, ticketHolders: [1], sessions })
  await ask('POST', 1, 1, 2, 4)
  await ask('POST', 2, 1)
  await ask('POST', 3, 1)
  await ask('DELETE', 1, 1)
})
afterEach(() => server.stop())

const ask = (verb: string, BadgeNumber: number, ...SessionIds: number[]) =>
  call(verb, server.sessionsUrl, { BadgeNumber, SessionIds, Waitlist: true }, basic(server.key))
const found = async () => {
  const findings = await withSnapshot(server.database.url, (reader) => verifyClient(reader, client))
  return findings.map(({ kind, event, what }) => `${kind} ${event}: ${what}`)
}
const damaged = async (sql: string) => {
  await server.database.execute(sql)
  return found()
}

test('an event that was used as it should is as it should be', async () => {
  expect(await found()).toEqual([])
})

describe('what is wrong is found:', () => {
  test.each([
    [
      'a counter',
      'update session set taken = 5 where client_id = 1000 and id = 2',
      /^wrong 7: session 2 counts 5 places taken, and 1 are$/,
    ],
    [
      'the counter of an event',
      'update event set taken = 9 where client_id = 1000',
      /^wrong 7: the event counts other/,
    ],
    [
      'the counter of a ticket',
      'update ticket set sold = 9 where client_id = 1000',
      /^wrong 7: ticket 1 counts others/,
    ],
    [
      'an assignment that nobody made',
      'insert into assignment (client_id, event_id, registration, session_id, assigned_at) values (1000, 7, 4, 5, 1)',
      /^wrong 7: reg-4 holds \[5\], and by the audit \[\]$/,
    ],
    [
      'an assignment that is gone',
      'delete from assignment where client_id = 1000 and registration = 1 and session_id = 4',
      /^wrong 7: reg-1 holds \[2\], and by the audit \[2, 4\]$/,
    ],
    [
      'somebody who no longer waits',
      'delete from waitlist where client_id = 1000',
      /^wrong 7: the line of session 1 is \[\], and by the audit \[reg-3\]$/,
    ],
  ])('%s', async (_what, sql, finding) => {
    expect((await damaged(sql)).some((line) => finding.test(line))).toBe(true)
  })
})

describe('what only Force brings about is told apart:', () => {
  test('times that cross, of one session that was moved', async () => {
    const sql =
      'update session set starts_at = (select starts_at from session where client_id = 1000 and event_id = 7 and id = 2), ends_at = (select ends_at from session where client_id = 1000 and event_id = 7 and id = 2) where client_id = 1000 and event_id = 7 and id = 4'
    expect(await damaged(sql)).toEqual(['forced 7: reg-1 holds 2 and 4, whose times cross'])
  })

  test('fewer places than are taken', async () => {
    await ask('POST', 4, 2)
    const path = server.sessionsUrl.replace('EventRegistrationSessions', 'Sessions')
    await call('PUT', path, { SessionId: 2, MaxRegistrants: 1, Force: true }, basic(server.key))
    expect(await found()).toEqual(['forced 7: session 2 has 2 registrations for 1 places'])
  })
})
