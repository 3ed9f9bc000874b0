import { createTenant } from '../src/accounts/clients.ts'
import { type CreatedKey, createKey } from '../src/accounts/keys.ts'
import { Failure } from '../src/protocol/schema/failure.ts'
import { openStore } from '../src/store/open.ts'
import { addEvent, addRegistrations, addSessions, BadRows, readSessions } from '../src/transfer/import/index.ts'
import { client } from './event.ts'

const event = 1
const rooms = 12
const deed = { at: Date.now(), principal: 'bench', requestId: 'bench' }

/** A database with an event as large as they come: sessions of an hour in a dozen rooms. */
export async function largeEvent(
  file: string,
  registrations: number,
  sessions: number,
): Promise<{ readonly key: CreatedKey; readonly event: number }> {
  const engine = await openStore(`sqlite:${file}`)
  await createTenant(engine, client, 'Bench', deed)
  const key = await createKey(engine, client, { name: 'bench', role: 'admin' }, deed)
  if (key instanceof Failure) throw new Error(key.message)
  const target = { clientId: client, eventId: event, ...deed }
  await engine.write(async (transaction) => {
    await addEvent(transaction, target, { name: 'Large', timeZone: 'Europe/Paris' })
    const bad = new BadRows()
    const rows = readSessions(programme(sessions), 'Europe/Paris', bad)
    if ('kind' in rows) throw new Error(rows.message)
    await addSessions(transaction, target, rows, bad)
    await addRegistrations(transaction, target, people(registrations), bad)
    if (bad.count > 0) throw new Error(JSON.stringify(bad.first))
  })
  await engine.close()
  return { key, event }
}

function programme(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const slot = Math.floor(index / rooms)
    const day = `2026-03-0${1 + Math.floor(slot / 9)}`
    const hour = String(9 + (slot % 9)).padStart(2, '0')
    const name = `Session ${index + 1} about something that takes a few words`
    return `${index + 1},${name},${day}T${hour}:00,${day}T${hour}:50,Room ${1 + (index % rooms)},${20 + (index % 80)}`
  })
  return ['SessionId,Name,Start,End,Room,MaxRegistrants', ...rows, ''].join('\n')
}

function people(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    line: index + 1,
    registrationId: `large-${index + 1}`,
    badgeNumber: index + 1,
    firstName: `First ${index + 1}`,
    lastName: `Last ${(index * 7) % count}`,
    status: 'Open' as const,
    tickets: [],
  }))
}
