import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventById, updateEvent } from '../../../src/store/queries/events.ts'
import { ticketsOf } from '../../../src/store/queries/registration-tickets.ts'
import { registrationById, registrationByKey, registrationsOfEvent } from '../../../src/store/queries/registrations.ts'
import { wrongEventCounters } from '../../../src/store/queries/seats.ts'
import { ticketsAmong, updateTicket, wrongTicketCounters } from '../../../src/store/queries/tickets.ts'
import { importRegistrations } from '../../../src/transfer/import/index.ts'
import { at, badRows, contents, here, nothing, reported, request, useStore } from './store.ts'

const engine = useStore()
const run = (text: string, given = {}) => importRegistrations(engine(), request(text, given))
const stored = async () => engine().all(registrationsOfEvent, here)

describe('a registration', () => {
  test('is kept with all its columns and tickets, and audited', async () => {
    const text = 'RegistrationID,BadgeNumber,FirstName,LastName,Status,Tickets\n ABC-1 ,17,Zoé,Łukasz,Approved,2;1\n'
    expect(reported(await run(text))).toMatchObject({
      kept: true,
      rows: 1,
      added: 1,
      created: { event: true, tickets: 2 },
    })
    const [row] = await stored()
    expect(row).toEqual({
      id: 1,
      registration_id: 'ABC-1',
      registration_key: 'abc-1',
      badge_number: 17,
      cancelled: 0,
      first_name: 'Zoé',
      last_name: 'Łukasz',
    })
    expect(await engine().all(ticketsOf, { ...here, registration: 1 })).toEqual([{ ticket_id: 1 }, { ticket_id: 2 }])
    const { audit } = await contents(engine())
    const subjects = ['event 10', 'ticket 1', 'ticket 2', 'ABC-1']
    const deed = { at, principal: 'cli', action: 'import', before: null }
    expect(audit).toMatchObject(subjects.map((subject) => ({ ...deed, subject })))
    expect(JSON.parse(audit[3]?.after ?? '')).toEqual({
      RegistrationID: 'ABC-1',
      BadgeNumber: 17,
      FirstName: 'Zoé',
      LastName: 'Łukasz',
      Status: 'Approved',
      Tickets: [1, 2],
    })
    expect(await engine().first(registrationByKey, { ...here, key: 'abc-1' })).toMatchObject({ id: 1 })
  })

  test('without a RegistrationID is given a fresh one', async () => {
    await run('first_name,surname\nZoé,A\nZoé,A\n')
    const ids = (await stored()).map((row) => row.registration_id)
    expect(new Set(ids).size).toBe(2)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  test.each([
    ['', 'Open', 0],
    ['Open', 'Open', 0],
    ['approved', 'Approved', 0],
    ['Confirmed', 'Approved', 0],
    ['InComplete', 'InComplete', 0],
    ['Cancelled', 'Cancelled', 1],
    ['CANCELED', 'Cancelled', 1],
  ])('of status “%s” is %s', async (status, kept, cancelled) => {
    await run(`BadgeNumber,Status\n1,${status}\n`)
    expect(await stored()).toMatchObject([{ cancelled }])
    expect(await engine().first(registrationById, { ...here, registration: 1 })).toMatchObject({
      status: kept,
      modified_at: at,
    })
  })

  test('numbers go on after those there are', async () => {
    await run('BadgeNumber\n1\n2\n')
    await run('BadgeNumber\n4\n3\n')
    expect((await stored()).map((row) => [row.badge_number, row.id])).toEqual([
      [1, 1],
      [2, 2],
      [3, 4],
      [4, 3],
    ])
  })
})

describe('a bad row', () => {
  test('says what is wrong, and nothing is written', async () => {
    const text = 'RegistrationID,BadgeNumber,Status,Tickets\nA,0,,\nB,1,Gone,\nC,2,,x\n,,Open,\nD,3,,\n'
    expect(badRows(await run(text))).toEqual([
      '2 BadgeNumber: expected a whole number from 1 to 2147483647, found "0"',
      '3 Status: expected Open, Approved, InComplete or Cancelled, found "Gone"',
      '4 Tickets: expected ids from 1 to 2147483647, found "x"',
      '5 -: has no RegistrationID, BadgeNumber, FirstName or LastName',
    ])
    expect(await contents(engine())).toEqual(nothing)
  })

  test('is a second one of its RegistrationID in the client, or of its badge in the event', async () => {
    expect(badRows(await run('RegistrationID,badge\nAbc,1\n" aBC ",2\nd,1\n'))).toEqual([
      '3 RegistrationID: aBC is on line 2 already',
      '4 badge: 1 is on line 2 already',
    ])
    await run('RegistrationID,badge\nAbc,1\n')
    const before = await contents(engine())
    expect(badRows(await run('RegistrationID,badge\nABC,2\nd,1\n'))).toEqual([
      '2 RegistrationID: ABC exists already',
      '3 badge: 1 exists already',
    ])
    const elsewhere = { eventId: 11 }
    expect(badRows(await run('RegistrationID,badge\nABC,1\n', elsewhere))).toEqual([
      '2 RegistrationID: ABC exists already',
    ])
    expect(await contents(engine())).toEqual(before)
    expect(await run('RegistrationID,badge\nE,1\n', elsewhere)).toMatchObject({ kept: true })
  })
})

test('any text that is a name comes back as it was, however it is quoted', async () => {
  const name = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .map((text) => text.trim())
    .filter((text) => text !== '')
  const separator = fc.constantFrom(',', ';', '\t')
  let badge = 0
  await fc.assert(
    fc.asyncProperty(name, name, separator, async (first, last, s) => {
      badge++
      const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
      const report = await run(
        `BadgeNumber${s}FirstName${s}LastName\r\n${badge}${s}${quoted(first)}${s}${quoted(last)}\r\n`,
      )
      expect(report).toMatchObject({ kept: true, added: 1 })
      expect((await stored()).at(-1)).toMatchObject({ badge_number: badge, first_name: first, last_name: last })
    }),
    { numRuns: 50 },
  )
})

test('a dry run keeps nothing', async () => {
  expect(await run('badge\n1\n2\n', { dryRun: true })).toMatchObject({ kind: 'report', kept: false, added: 2 })
  expect(await contents(engine())).toEqual(nothing)
})

test('a hundred thousand at once are one transaction', async () => {
  const rows = Array.from({ length: 100_000 }, (_, i) => `${i + 1},Zoé,Nº ${i},1 2`)
  const report = await run(`BadgeNumber,FirstName,LastName,Tickets\n${rows.join('\n')}\n`)
  expect(report).toMatchObject({ kept: true, rows: 100_000, added: 100_000, created: { tickets: 2 } })
  expect(await stored()).toHaveLength(100_000)
}, 120_000)

describe('the places of an event', () => {
  const header = 'BadgeNumber,Status,Tickets\n'
  const counters = async () => [
    await engine().all(wrongEventCounters, { client: here.client }),
    await engine().all(wrongTicketCounters, { client: here.client }),
  ]

  test('and its tickets are counted, but for cancelled registrations', async () => {
    await run(`${header}1,Open,1 2\n2,Cancelled,1\n`)
    await run(`${header}3,Approved,2\n`)
    expect((await engine().first(eventById, here))?.taken).toBe(2)
    const sold = await engine().all(ticketsAmong, { ...here, ids: [1, 2] })
    expect(sold.map((ticket) => [ticket.id, ticket.sold])).toEqual([
      [1, 1],
      [2, 2],
    ])
    expect(await counters()).toEqual([[], []])
  })

  test('are never more than there are: each row too many is bad', async () => {
    await run(`${header}1,Open,1\n`)
    await engine().write(async (t) => {
      const ticket = { name: 'T', useInventory: 1, quantity: 2, active: 1, details: '{}', at }
      await t.run(updateTicket, { ...here, ...ticket, id: 1 })
      const event = { name: 'Conference', timeZone: 'Europe/Paris', details: '{}', active: 1, maxRegistrants: 3, at }
      const times = { startDate: null, startTime: null, endDate: null, endTime: null, startsAt: null, endsAt: null }
      await t.run(updateEvent, { ...here, ...event, ...times, opensAt: null, closesAt: null })
    })
    const report = await run(`${header}2,Open,1\n3,Cancelled,1\n4,Open,\n5,Open,1\n`)
    expect(badRows(report)).toEqual([
      '5 -: all 3 places of the event are taken',
      '5 Tickets: all 2 of ticket 1 are sold',
    ])
    expect(reported(await run(`${header}2,Open,1\n3,Cancelled,1\n4,Open,\n`)).kept).toBe(true)
    expect(await counters()).toEqual([[], []])
  })
})
