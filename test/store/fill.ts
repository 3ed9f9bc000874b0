import { expect } from 'vitest'
import type { Engine, Transaction } from '../../src/store/engine.ts'
import type { StoreErrorCode } from '../../src/store/errors.ts'
import { insertAudit } from '../../src/store/queries/audit.ts'
import { insertEvent } from '../../src/store/queries/events.ts'
import { insertRegistration, registrationKey } from '../../src/store/queries/registrations.ts'
import { insertSession } from '../../src/store/queries/sessions.ts'
import { insertTenantRow } from '../../src/store/queries/tenants.ts'

/** The event that most tests are about. */
export const here = { client: 1, event: 10 }
export const at = Date.UTC(2025, 9, 1)

/** Client 1 with the events 10 and 11. */
export function addEvents(engine: Engine): Promise<void> {
  return engine.write(async (t) => {
    await t.run(insertTenantRow, { client: 1, name: 'Association', at })
    await t.run(insertEvent, { ...here, name: 'Conference', timeZone: 'Europe/Paris', at })
    await t.run(insertEvent, { ...here, event: 11, name: 'Meeting', timeZone: 'Europe/Paris', at })
  })
}

export async function addSession(t: Transaction, id: number, places: number | null, group: number | null = null) {
  await t.run(insertSession, {
    ...here,
    id,
    name: `Session ${id}`,
    presenter: null,
    startDate: '2025-11-01',
    startTime: '10:30',
    endDate: '2025-11-01',
    endTime: '11:00',
    startsAt: 1_761_989_400_000,
    endsAt: 1_761_991_200_000,
    allowOverlap: 0,
    maxRegistrants: places,
    group,
    tickets: '[]',
    room: null,
    kind: null,
    at,
  })
}

export interface RegistrationGiven {
  readonly registrationId?: string
  readonly badge?: number | null
  readonly cancelled?: number
  readonly event?: number
}

export async function addRegistration(t: Transaction, id: number, given: RegistrationGiven = {}): Promise<void> {
  const { registrationId = `R-${id}`, badge = id, cancelled = 0, event = here.event } = given
  const key = registrationKey(registrationId)
  const names = { firstName: 'Zoé', lastName: 'Łukasz' }
  await t.run(insertRegistration, { ...here, event, id, registrationId, key, badge, cancelled, at, ...names })
}

export async function addAudit(t: Transaction, subject: string, after: string | null = null): Promise<void> {
  const deed = { at, principal: 'cli', requestId: 'test', action: 'import' }
  await t.run(insertAudit, { ...here, ...deed, subject, before: null, after })
}

/** What a StoreError of that kind looks like. */
export function trouble(trouble: StoreErrorCode): unknown {
  return expect.objectContaining({ name: 'StoreError', code: trouble })
}
