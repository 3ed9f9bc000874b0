import { type Failure, fail } from '../protocol/schema/failure.ts'
import type { Engine, Reader, Transaction } from '../store/engine.ts'
import { insertAudit } from '../store/queries/audit.ts'
import { insertTenantRow, tenantById } from '../store/queries/tenants.ts'
import type { AuditContext } from './audit-context.ts'
import { accountErrors } from './errors.ts'

/** Adds a client (tenant). @returns the failure ClientExists where the number is taken; nothing changes then */
export function createTenant(
  engine: Engine,
  id: number,
  name: string,
  deed: AuditContext,
): Promise<Failure | undefined> {
  return engine.write(async (transaction) => {
    if (await transaction.first(tenantById, { client: id })) return fail(accountErrors.ClientExists, id)
    await insertTenant(transaction, id, name, deed)
    return undefined
  })
}

/** Adds a client whose number is free. */
export async function insertTenant(
  transaction: Transaction,
  id: number,
  name: string,
  deed: AuditContext,
): Promise<void> {
  await transaction.run(insertTenantRow, { client: id, name, at: deed.at })
  await transaction.run(insertAudit, {
    ...deed,
    client: id,
    event: null,
    action: 'client.add',
    subject: String(id),
    before: null,
    after: JSON.stringify({ id, name }),
  })
}

export async function tenantExists(engine: Reader, id: number): Promise<boolean> {
  return (await engine.first(tenantById, { client: id })) !== undefined
}
