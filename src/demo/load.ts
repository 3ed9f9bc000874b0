import { readFile } from 'node:fs/promises'
import type { AuditContext } from '../accounts/audit-context.ts'
import { insertTenant } from '../accounts/clients.ts'
import type { Engine, Reader } from '../store/engine.ts'
import { registrationByKey } from '../store/queries/registrations.ts'
import { tenantById } from '../store/queries/tenants.ts'
import {
  addEvent,
  addRegistrations,
  addSessions,
  addTicket,
  BadRows,
  readSessions,
  type SessionRow,
  type Target,
} from '../transfer/import/index.ts'
import { demo } from './content.ts'
import { demoRegistrationId, demoRegistrations } from './people.ts'

/** The root of the package, as seen from src/demo and from dist/demo. */
const root = new URL('../../', import.meta.url)

/** Whether the store holds the demo. */
export async function hasDemo(reader: Reader): Promise<boolean> {
  const key = demoRegistrationId(1)
  return (await reader.first(registrationByKey, { client: demo.client.id, event: demo.event.id, key })) !== undefined
}

/** `loaded` now; `present` already; or `occupied`: the client's number is another's. The latter two change nothing. */
export type DemoLoading = 'loaded' | 'present' | 'occupied'

/**
 * Puts the demo's client, event, sessions and registrations into the store, in one transaction.
 * @param at milliseconds since 1970-01-01 UTC
 * @throws StoreError
 */
export async function loadDemo(engine: Engine, at: number): Promise<DemoLoading> {
  const text = await readFile(new URL(demo.sessions, root), 'utf8')
  return engine.write(async (transaction) => {
    if (await hasDemo(transaction)) return 'present'
    if (await transaction.first(tenantById, { client: demo.client.id })) return 'occupied'
    const { client, event, conference, membership } = demo
    const deed: AuditContext = { at, principal: 'cli', requestId: 'demo' }
    const target: Target = { clientId: client.id, eventId: event.id, ...deed }
    await insertTenant(transaction, client.id, client.name, deed)
    await addEvent(transaction, target, event)
    for (const ticket of [conference, membership]) await addTicket(transaction, target, ticket)
    const bad = new BadRows()
    const sessions = readSessions(text, event.timeZone, bad)
    if ('kind' in sessions) throw new Error(sessions.message)
    await addSessions(transaction, target, sessions.map(asDemo), bad)
    await addRegistrations(transaction, target, demoRegistrations(), bad)
    if (bad.count > 0) throw new Error(`The demo's own data is bad: ${JSON.stringify(bad.first)}`)
    return 'loaded'
  })
}

/** With the group and the ticket that the programme does not tell of. */
function asDemo(session: SessionRow): SessionRow {
  const { workshops, membership } = demo
  const named = (list: readonly number[]) => list.includes(session.id)
  return {
    ...session,
    group: named(workshops.sessions) ? { id: workshops.id, name: workshops.name, singleSelect: true } : null,
    tickets: named(membership.sessions) ? [membership.id] : [],
  }
}
