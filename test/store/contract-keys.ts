import { describe, expect, test } from 'vitest'
import type { Engine } from '../../src/store/engine.ts'
import { insertAssignments } from '../../src/store/queries/assignments.ts'
import { insertTicketsHeld, ticketsOf } from '../../src/store/queries/registration-tickets.ts'
import { registrationsOfEvent } from '../../src/store/queries/registrations.ts'
import { insertTicket } from '../../src/store/queries/tickets.ts'
import { addRegistration, addSession, at, here, trouble } from './fill.ts'

/** The part of the contract that is about what must be unique, and what must be there. */
export function describeKeys(engine: () => Engine): void {
  describe('keys', () => {
    const refused = async (work: Parameters<Engine['write']>[0]) =>
      expect(engine().write(work)).rejects.toEqual(trouble('failed'))

    test('a RegistrationID is one of its client, in any case; a badge one of its event; no badge is no clash', async () => {
      await engine().write(async (t) => {
        await addRegistration(t, 1, { registrationId: 'ABC', badge: 5 })
        await addRegistration(t, 2, { badge: null })
        await addRegistration(t, 3, { badge: null })
        await addRegistration(t, 1, { registrationId: 'other event', badge: 5, event: 11 })
      })
      await refused((t) => addRegistration(t, 4, { registrationId: ' abc ', event: 11 }))
      await refused((t) => addRegistration(t, 4, { badge: 5 }))
      expect((await engine().all(registrationsOfEvent, here)).map((row) => row.id).sort()).toEqual([1, 2, 3])
    })

    test('what a row refers to must be there', async () => {
      await engine().write(async (t) => {
        await addRegistration(t, 1)
        await addSession(t, 1, null)
        await t.run(insertTicket, { ...here, id: 1, name: 'Conference', at })
      })
      await refused((t) => addSession(t, 2, null, 8))
      await refused((t) => addRegistration(t, 2, { event: 99 }))
      await refused(async (t) => t.run(insertAssignments, { ...here, registration: 1, ids: [1, 2], at }))
      await refused(async (t) => t.run(insertAssignments, { ...here, registration: 2, ids: [1], at }))
      await refused(async (t) => t.run(insertTicketsHeld, { ...here, registration: 1, ticket: 2 }))
      await engine().write(async (t) => t.run(insertTicketsHeld, { ...here, registration: 1, ticket: 1 }))
      expect(await engine().all(ticketsOf, { ...here, registration: 1 })).toEqual([{ ticket_id: 1 }])
    })
  })
}
