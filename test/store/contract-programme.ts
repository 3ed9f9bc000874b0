import { beforeEach, describe, expect, test } from 'vitest'
import type { Engine } from '../../src/store/engine.ts'
import {
  assignmentsOfEvent,
  holdersOfBoth,
  holdersWithoutTicket,
  insertAssignments,
  sessionsOfHolders,
} from '../../src/store/queries/assignments.ts'
import { deleteContents, deleteEvent } from '../../src/store/queries/delete-event.ts'
import { eventById, eventNames, eventsChanged, updateEvent } from '../../src/store/queries/events.ts'
import { insertTicketsHeld } from '../../src/store/queries/registration-tickets.ts'
import { contentsOfEvent } from '../../src/store/queries/reports/event-contents.ts'
import { sessionById, sessionsByName, sessionsByStart } from '../../src/store/queries/reports/session-list.ts'
import { insertGroup } from '../../src/store/queries/session-groups.ts'
import { sessionsOfEvent, updateSession } from '../../src/store/queries/sessions.ts'
import { insertTicket } from '../../src/store/queries/tickets.ts'
import { sessionsAwaitedByHolders } from '../../src/store/queries/waitlist.ts'
import { addRegistration, addSession, at, here } from './fill.ts'
import { addWaiting } from './waiting.ts'

/** The part of the contract that is about events and their sessions as they are listed, changed and deleted. */
export function describeProgramme(engine: () => Engine): void {
  const page = { ...here, limit: 10, offset: 0 }
  const sessionDay = (id: number, name: string, startDate: string | null, startsAt: number | null) =>
    engine().write(async (t) => {
      await addSession(t, id, null)
      const times = { startDate, startTime: null, endDate: null, endTime: null, startsAt, endsAt: null }
      const rest = {
        presenter: null,
        allowOverlap: 0,
        maxRegistrants: null,
        group: null,
        tickets: '[]',
        room: null,
        details: '{}',
      }
      await t.run(updateSession, { ...here, id, name, ...times, ...rest, at })
    })
  const eventDays = (event: number, startDate: string | null, endDate: string | null, modified = at) =>
    engine().write(async (t) => {
      const times = { startDate, startTime: null, endDate, endTime: null, startsAt: null, endsAt: null }
      const rest = { details: '{}', active: 1, maxRegistrants: null, opensAt: null, closesAt: null }
      await t.run(updateEvent, {
        ...here,
        event,
        name: `Event ${event}`,
        timeZone: 'UTC',
        ...times,
        ...rest,
        at: modified,
      })
    })

  describe('the programme', () => {
    test('sessions are listed by day, then by moment, then by id, those without last; or by name in any case', async () => {
      await sessionDay(1, 'b', null, null)
      await sessionDay(2, 'C', '2025-11-02', null)
      await sessionDay(3, 'a', '2025-11-02', 2_000)
      await sessionDay(4, 'B', '2025-11-02', 2_000)
      await sessionDay(5, 'A', '2025-11-01', 3_000)
      const ids = (rows: readonly { id: number }[]) => rows.map((row) => row.id)
      expect(ids(await engine().all(sessionsByStart, page))).toEqual([5, 3, 4, 2, 1])
      expect(ids(await engine().all(sessionsByStart, { ...page, limit: 2, offset: 1 }))).toEqual([3, 4])
      expect(ids(await engine().all(sessionsByName, page))).toEqual([3, 5, 1, 4, 2])
      expect(await engine().all(sessionsByStart, { ...page, event: 11 })).toEqual([])
    })

    test('events are found by the days they are on, and by when they changed', async () => {
      await eventDays(10, '2025-11-01', '2025-11-03')
      await eventDays(11, '2025-11-02', null, at + 5)
      const find = async (asked: { since?: number; from?: string; to?: string }) => {
        const all = { client: 1, since: 0, from: null, to: null, ...asked }
        return (await engine().all(eventNames, all)).map((row) => row.id)
      }
      expect(await find({})).toEqual([10, 11])
      expect(await find({ from: '2025-11-02' })).toEqual([10, 11])
      expect(await find({ from: '2025-11-03' })).toEqual([10])
      expect(await find({ to: '2025-11-01' })).toEqual([10])
      expect(await find({ from: '2025-11-04' })).toEqual([])
      expect(await find({ since: at + 5 })).toEqual([11])
      await eventDays(10, null, null)
      expect(await find({ from: '2000-01-01' })).toEqual([11])
      const changed = await engine().all(eventsChanged, { client: 1, since: 0, limit: 10, offset: 0 })
      expect(changed.map((row) => row.id)).toEqual([11, 10])
      expect(await engine().all(eventsChanged, { client: 2, since: 0, limit: 10, offset: 0 })).toEqual([])
    })
  })

  describe('those who hold a session', () => {
    const session = { ...here, id: 1 }

    /** Registrations 1 to 3 hold session 1, and 1 and 3 session 2 as well; 3 is cancelled, and 1 has ticket 1. */
    beforeEach(() =>
      engine().write(async (t) => {
        for (const id of [1, 2, 3]) await addSession(t, id, null)
        for (const id of [1, 2, 3, 4]) await addRegistration(t, id, { cancelled: id === 3 ? 1 : 0 })
        for (const id of [1, 2]) await t.run(insertTicket, { ...here, id, name: `Ticket ${id}`, at })
        await t.run(insertTicketsHeld, { ...here, registration: 1, ticket: 1 })
        await t.run(insertAssignments, { ...here, registration: 1, ids: [2, 1], at })
        await t.run(insertAssignments, { ...here, registration: 2, ids: [1], at })
        await t.run(insertAssignments, { ...here, registration: 3, ids: [1, 2], at })
        await t.run(insertAssignments, { ...here, registration: 4, ids: [2], at })
      }),
    )

    test('are counted, cancelled or not', async () => {
      expect((await engine().first(sessionById, session))?.assigned).toBe(3)
      expect((await engine().first(sessionById, { ...here, id: 3 }))?.assigned).toBe(0)
    })

    test('and another, or lack a ticket, are found where they are not cancelled', async () => {
      const both = async (ids: number[]) => engine().all(holdersOfBoth, { ...session, ids })
      expect(await both([2, 3])).toEqual([{ registration: 1 }])
      expect(await both([1, 3])).toEqual([])
      const lacking = async (tickets: number[]) => engine().all(holdersWithoutTicket, { ...session, tickets })
      expect(await lacking([1, 2])).toEqual([{ registration: 2 }])
      expect((await lacking([2])).map((row) => row.registration).sort()).toEqual([1, 2])
    })

    test('are told with all they hold', async () => {
      expect(await engine().all(sessionsOfHolders, session)).toEqual([
        { registration_id: 'R-1', session_id: 1 },
        { registration_id: 'R-1', session_id: 2 },
        { registration_id: 'R-2', session_id: 1 },
        { registration_id: 'R-3', session_id: 1 },
        { registration_id: 'R-3', session_id: 2 },
      ])
    })

    test('are told with what else they wait for', async () => {
      await engine().write(async (t) => {
        const waiting = { ...here, place: 1, at }
        await t.run(addWaiting, { ...waiting, session: 3, registration: 1 })
        await t.run(addWaiting, { ...waiting, session: 3, registration: 2, place: 2 })
        await t.run(addWaiting, { ...waiting, session: 1, registration: 4 })
      })
      expect(await engine().all(sessionsAwaitedByHolders, session)).toEqual([{ session_id: 3 }])
      expect(await engine().all(sessionsAwaitedByHolders, { ...here, id: 2 })).toEqual([
        { session_id: 1 },
        { session_id: 3 },
      ])
    })

    test('go with the event and all that is in it, and no other event does', async () => {
      await engine().write(async (t) => {
        await t.run(insertGroup, { ...here, id: 1, name: 'Group', singleSelect: 0 })
        await addSession(t, 9, null, 1)
        await addRegistration(t, 1, { event: 11, registrationId: 'other', badge: 1 })
        await t.run(addWaiting, { ...here, session: 3, registration: 1, place: 1, at })
      })
      const inside = { registrations: 4, sessions: 4, groups: 1, tickets: 2 }
      expect(await engine().first(contentsOfEvent, here)).toEqual(inside)
      await engine().write(async (t) => {
        for (const each of deleteContents) await t.run(each, here)
        await t.run(deleteEvent, here)
      })
      expect(await engine().first(eventById, here)).toBeUndefined()
      expect(await engine().all(sessionsOfEvent, here)).toEqual([])
      expect(await engine().all(assignmentsOfEvent, here)).toEqual([])
      const other = { registrations: 1, sessions: 0, groups: 0, tickets: 0 }
      expect(await engine().first(contentsOfEvent, { ...here, event: 11 })).toEqual(other)
    })
  })
}
