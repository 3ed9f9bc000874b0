import { afterEach, beforeEach, expect } from 'vitest'
import type { Engine } from '../../../src/store/engine.ts'
import { openStore } from '../../../src/store/open.ts'
import { auditOfEvent } from '../../../src/store/queries/audit.ts'
import { eventById } from '../../../src/store/queries/events.ts'
import { registrationsOfEvent } from '../../../src/store/queries/registrations.ts'
import { groupsOfEvent } from '../../../src/store/queries/session-groups.ts'
import { sessionsOfEvent } from '../../../src/store/queries/sessions.ts'
import { insertTenantRow } from '../../../src/store/queries/tenants.ts'
import { ticketsOfEvent } from '../../../src/store/queries/tickets.ts'
import type { ImportRefused, ImportReport, ImportRequest } from '../../../src/transfer/import/index.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'

export const here = { client: 1, event: 10 }
export const at = Date.UTC(2025, 9, 1)

/** A new store with the client 1, for each test of the file. */
export function useStore(): () => Engine {
  let database: TestDatabase
  let engine: Engine
  beforeEach(async () => {
    database = await freshDatabase()
    engine = await openStore(database.url)
    await engine.write(async (t) => t.run(insertTenantRow, { client: here.client, name: 'Association', at }))
  })
  afterEach(async () => {
    await engine.close()
    await database.remove()
  })
  return () => engine
}

/** A request for the event 10 in Paris, which is made where it is missing. */
export function request(text: string, given: Partial<ImportRequest> = {}): ImportRequest {
  return {
    clientId: here.client,
    eventId: here.event,
    event: { name: 'Conference', timeZone: 'Europe/Paris' },
    text,
    dryRun: false,
    at,
    principal: 'cli',
    requestId: 'import-1',
    ...given,
  }
}

export function reported(outcome: ImportReport | ImportRefused): ImportReport {
  if (outcome.kind === 'refused') expect.fail(outcome.message)
  return outcome
}

/** What a report says of bad rows, one text each: `line column: reason`. */
export function badRows(outcome: ImportReport | ImportRefused): string[] {
  return reported(outcome).badRows.map(({ line, column, reason }) => `${line} ${column ?? '-'}: ${reason}`)
}

/** All that an import may write. */
export async function contents(engine: Engine) {
  return {
    event: await engine.first(eventById, here),
    tickets: await engine.all(ticketsOfEvent, here),
    groups: await engine.all(groupsOfEvent, here),
    sessions: await engine.all(sessionsOfEvent, here),
    registrations: await engine.all(registrationsOfEvent, here),
    audit: await engine.all(auditOfEvent, here),
  }
}

export const nothing = { event: undefined, tickets: [], groups: [], sessions: [], registrations: [], audit: [] }
