import type { Transaction } from '../../store/engine.ts'
import { insertAudit } from '../../store/queries/audit.ts'
import type { Target } from './report.ts'

/** Records what an import added, in its transaction. @param after what there is now, by the names of the contract */
export async function auditAdded(
  transaction: Transaction,
  { clientId: client, eventId: event, at, principal, requestId }: Target,
  subject: string,
  after: object,
): Promise<void> {
  const action = 'import'
  const change = { action, subject, before: null, after: JSON.stringify(after) }
  await transaction.run(insertAudit, { client, event, at, principal, requestId, ...change })
}
