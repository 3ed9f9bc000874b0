import { randomUUID } from 'node:crypto'
import type { Transaction } from '../../store/engine.ts'
import { insertTicketsHeld } from '../../store/queries/registration-tickets.ts'
import {
  highestRegistrationRow,
  insertRegistration,
  registrationKey,
  registrationKeys,
  registrationsOfEvent,
  setStatus,
} from '../../store/queries/registrations.ts'
import { type Added, clash } from './add-sessions.ts'
import { auditAdded } from './audit.ts'
import { inBatches } from './batched.ts'
import { countRegistrations, refuseExcess } from './registration-counts.ts'
import type { RegistrationRow } from './registration-row.ts'
import type { BadRows, Progress, Target } from './report.ts'
import { addMissingTickets } from './tickets.ts'

/**
 * Adds registrations to an event, with the tickets that they name and that are missing.
 * @param bad takes the rows that clash with each other or with the store, or find no place. Where it holds any, nothing is written.
 */
export async function addRegistrations(
  transaction: Transaction,
  target: Target,
  rows: readonly RegistrationRow[],
  bad: BadRows,
  progress?: Progress,
): Promise<Added> {
  const { clientId: client, eventId: event } = target
  const keys = new Map<string, number | null>()
  const badges = new Map<number, number | null>()
  for (const row of await transaction.all(registrationKeys, { client })) keys.set(row.registration_key, null)
  for (const { badge_number } of await transaction.all(registrationsOfEvent, { client, event })) {
    if (badge_number !== null) badges.set(badge_number, null)
  }
  for (const { line, registrationId, badgeNumber } of rows) {
    const id = registrationId === null ? null : { value: registrationId, key: registrationKey(registrationId) }
    const idBefore = id ? keys.get(id.key) : undefined
    if (id && idBefore !== undefined) bad.add({ line, column: 'RegistrationID', reason: clash(id.value, idBefore) })
    else if (id) keys.set(id.key, line)
    const badgeBefore = badgeNumber === null ? undefined : badges.get(badgeNumber)
    if (badgeNumber !== null && badgeBefore !== undefined) {
      bad.add({ line, column: 'BadgeNumber', reason: clash(badgeNumber, badgeBefore) })
    } else if (badgeNumber !== null) badges.set(badgeNumber, line)
  }
  await refuseExcess(transaction, target, rows, bad)
  if (bad.count > 0) return { tickets: 0, groups: 0 }

  const tickets = await addMissingTickets(transaction, target, rows)
  const last = (await transaction.first(highestRegistrationRow, { client, event }))?.last ?? 0
  await inBatches(
    transaction,
    rows,
    (row, index) => addRegistration(transaction, target, last + index + 1, row),
    progress,
  )
  await countRegistrations(transaction, target, rows)
  return { tickets, groups: 0 }
}

async function addRegistration(
  transaction: Transaction,
  target: Target,
  id: number,
  row: RegistrationRow,
): Promise<void> {
  const { clientId: client, eventId: event, at } = target
  const { badgeNumber, firstName, lastName, status, tickets } = row
  const registrationId = row.registrationId ?? randomUUID()
  await transaction.run(insertRegistration, {
    client,
    event,
    id,
    registrationId,
    key: registrationKey(registrationId),
    badge: badgeNumber,
    firstName,
    lastName,
    cancelled: status === 'Cancelled' ? 1 : 0,
    at,
  })
  if (status === 'Approved' || status === 'InComplete') await transaction.run(setStatus, { client, event, id, status })
  for (const ticket of tickets) await transaction.run(insertTicketsHeld, { client, event, registration: id, ticket })
  await auditAdded(transaction, target, registrationId, {
    RegistrationID: registrationId,
    BadgeNumber: badgeNumber,
    FirstName: firstName,
    LastName: lastName,
    Status: status,
    Tickets: tickets,
  })
}
