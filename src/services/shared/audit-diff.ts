import type { Transaction } from '../../store/engine.ts'
import { insertAudit } from '../../store/queries/audit.ts'
import type { Actor } from './context.ts'

/** What the audit tells of a thing, by name; JSON values. */
export type AuditFields = Readonly<Record<string, unknown>>

/** A thing that is changed: the client it is of, its event if it has one, and its name there. */
export interface Subject {
  readonly client: number
  readonly event: number | null
  readonly subject: string
}

/**
 * Records in the audit what differs between two states of a thing; null: it was not there, or is no more.
 * @returns whether anything differs; where nothing does, nothing is recorded
 */
export async function recordChange(
  transaction: Transaction,
  actor: Actor,
  { client, event, subject }: Subject,
  action: string,
  before: AuditFields | null,
  after: AuditFields | null,
): Promise<boolean> {
  const differing = differingNames(before ?? {}, after ?? {})
  if (before !== null && after !== null && differing.length === 0) return false
  const told = (state: AuditFields | null) =>
    state === null ? null : JSON.stringify(Object.fromEntries(differing.map((name) => [name, state[name] ?? null])))
  await transaction.run(insertAudit, {
    client,
    event,
    ...actor,
    action,
    subject,
    before: told(before),
    after: told(after),
  })
  return true
}

/** Whether two states tell the same. */
export function isSame(before: AuditFields, after: AuditFields): boolean {
  return differingNames(before, after).length === 0
}

function differingNames(before: AuditFields, after: AuditFields): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
}

/** The facts that {@link import('./details.ts').Details.write} wrote. */
export function factsOf(json: string): AuditFields {
  const parsed: unknown = JSON.parse(json)
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
}
