import { beforeEach, describe, expect, test } from 'vitest'
import type { Engine } from '../../src/store/engine.ts'
import { insertAssignments } from '../../src/store/queries/assignments.ts'
import { eventById, updateEvent } from '../../src/store/queries/events.ts'
import {
  deleteRegistrationTickets,
  heldByTicketHolders,
  insertRegistrationTickets,
} from '../../src/store/queries/registration-tickets.ts'
import { registrationOfTenant, updateRegistration } from '../../src/store/queries/registrations.ts'
import { agendaOf } from '../../src/store/queries/reports/agenda.ts'
import {
  countRegistrants,
  registrantNames,
  registrantsAmong,
  registrantsPage,
} from '../../src/store/queries/reports/registrants.ts'
import { countRoster, rosterPage } from '../../src/store/queries/reports/roster.ts'
import {
  addTakenEventSeats,
  releaseEventSeat,
  reserveEventSeat,
  wrongEventCounters,
} from '../../src/store/queries/seats.ts'
import {
  addSoldTickets,
  insertTicket,
  returnTickets,
  sellTickets,
  updateTicket,
  wrongTicketCounters,
} from '../../src/store/queries/tickets.ts'
import { addRegistration, addSession, at, here } from './fill.ts'

/** The part of the contract that is about tickets and registrations. */
export function describeRegistrations(engine: () => Engine): void {
  const limit = (maxRegistrants: number | null) =>
    engine().write(async (t) => {
      const times = { startDate: null, startTime: null, endDate: null, endTime: null, startsAt: null, endsAt: null }
      const rest = { timeZone: 'Europe/Paris', details: '{}', active: 1, opensAt: null, closesAt: null }
      return t.run(updateEvent, { ...here, name: 'Conference', ...times, ...rest, maxRegistrants, at })
    })

  describe('the places of an event', () => {
    test('are taken while there are any; null and 0 are no limit', async () => {
      const take = () => engine().write(async (t) => t.run(reserveEventSeat, here))
      await limit(1)
      expect([await take(), await take()]).toEqual([1, 0])
      await limit(0)
      expect(await take()).toBe(1)
      await limit(null)
      expect(await take()).toBe(1)
      await engine().write(async (t) => t.run(releaseEventSeat, here))
      expect((await engine().first(eventById, here))?.taken).toBe(2)
    })

    test('that disagree with the registrations are found', async () => {
      await engine().write(async (t) => {
        await addRegistration(t, 1)
        await addRegistration(t, 2, { cancelled: 1 })
        await t.run(addTakenEventSeats, { ...here, count: 2 })
      })
      const wrong = { id: here.event, taken: 2, registered: 1 }
      expect(await engine().all(wrongEventCounters, { client: 1 })).toEqual([wrong])
    })
  })

  describe('tickets', () => {
    const ids = { ...here, ids: [1, 2] }
    beforeEach(() =>
      engine().write(async (t) => {
        for (const id of [1, 2]) await t.run(insertTicket, { ...here, id, name: `Ticket ${id}`, at })
        const columns = { name: 'T', quantity: 1, active: 1, details: '{}', at }
        await t.run(updateTicket, { ...here, ...columns, id: 1, useInventory: 1 })
        await t.run(updateTicket, { ...here, ...columns, id: 2, useInventory: 0 })
        await addRegistration(t, 1)
      }),
    )

    test('are sold while there are any, where an inventory is kept', async () => {
      const changed = await engine().write(async (t) => [
        await t.run(sellTickets, ids),
        await t.run(sellTickets, ids),
        await t.run(returnTickets, { ...here, ids: [1] }),
        await t.run(sellTickets, { ...here, ids: [1] }),
      ])
      expect(changed).toEqual([2, 1, 1, 1])
    })

    test('are given and taken by list, and found by who holds them', async () => {
      await engine().write(async (t) => t.run(insertRegistrationTickets, { ...ids, registration: 1 }))
      expect(await engine().all(heldByTicketHolders, { ...here, id: 1 })).toEqual([
        { registration_id: 'R-1', ticket_id: 1 },
        { registration_id: 'R-1', ticket_id: 2 },
      ])
      await engine().write(async (t) => t.run(deleteRegistrationTickets, { ...here, registration: 1, ids: [1] }))
      expect(await engine().all(heldByTicketHolders, { ...here, id: 1 })).toEqual([])
    })

    test('whose sales disagree with who holds them are found', async () => {
      await engine().write(async (t) => {
        await t.run(insertRegistrationTickets, { ...ids, registration: 1 })
        await t.run(addSoldTickets, { ...here, id: 2, count: 1 })
      })
      const wrong = { event_id: here.event, id: 1, sold: 0, held: 1 }
      expect(await engine().all(wrongTicketCounters, { client: 1 })).toEqual([wrong])
    })
  })

  describe('registrations', () => {
    beforeEach(() =>
      engine().write(async (t) => {
        for (const id of [1, 2, 3]) await addRegistration(t, id, { cancelled: id === 3 ? 1 : 0 })
        const rest = { badge: 20, status: 'Approved', cancelled: 0, registeredAt: at, details: '{}', at: at + 5 }
        await t.run(updateRegistration, { ...here, ...rest, registration: 2, firstName: 'A', lastName: 'A' })
      }),
    )

    test('are listed by name, of a status and changed since', async () => {
      const list = async (status: string | null, since: number) => {
        const asked = { ...here, status, since }
        const rows = await engine().all(registrantsPage, { ...asked, limit: 10, offset: 0 })
        expect((await engine().first(countRegistrants, asked))?.count).toBe(rows.length)
        expect((await engine().all(registrantNames, asked)).map((row) => row.id)).toEqual(rows.map((row) => row.id))
        return rows.map((row) => row.id)
      }
      expect(await list(null, 0)).toEqual([2, 1, 3])
      expect(await list('Open', 0)).toEqual([1])
      expect(await list('Cancelled', 0)).toEqual([3])
      expect(await list(null, at + 1)).toEqual([2])
      expect((await engine().all(registrantsAmong, { ...here, ids: [3, 2, 9] })).map((row) => row.id)).toEqual([2, 3])
    })

    test('are found in the whole client', async () => {
      expect(await engine().first(registrationOfTenant, { client: 1, key: 'r-2' })).toMatchObject({
        event_id: here.event,
        badge_number: 20,
        modified_at: at + 5,
      })
      expect(await engine().first(registrationOfTenant, { client: 2, key: 'r-2' })).toBeUndefined()
    })

    test('are on the roster of their sessions, and have an agenda', async () => {
      await engine().write(async (t) => {
        await addSession(t, 1, null)
        for (const registration of [1, 2, 3]) await t.run(insertAssignments, { ...here, registration, ids: [1], at })
      })
      const roster = async (status: string | null) => {
        const asked = { ...here, session: 1, status }
        const rows = await engine().all(rosterPage, { ...asked, limit: 10, offset: 0 })
        expect((await engine().first(countRoster, asked))?.count).toBe(rows.length)
        return rows.map((row) => row.registration_id)
      }
      expect(await roster(null)).toEqual(['R-2', 'R-1'])
      expect(await roster('Cancelled')).toEqual(['R-3'])
      expect(await engine().all(agendaOf, { ...here, registration: 1 })).toMatchObject([{ id: 1, attended_at: null }])
    })
  })
}
