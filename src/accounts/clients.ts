import { type Failure, fail } from '../protocol/schema/failure.ts'
import type { Engine, Reader, Transaction } from '../store/engine.ts'
import { insertAudit } from '../store/queries/audit.ts'
import { clientById, insertClient } from '../store/queries/tenants.ts'
import type { Deed } from './audit-context.ts'
import { accountErrors } from './errors.ts'

/** Adds a client (tenant). @returns the failure ClientExists where the number is taken; nothing changes then */
export function addClient(engine: Engine, id: number, name: string, deed: Deed): Promise<Failure | undefined> {
  return engine.write(async (transaction) => {
    if (await transaction.first(clientById, { client: id })) return fail(accountErrors.ClientExists, id)
    await enterClient(transaction, id, name, deed)
    return undefined
  })
}

/** Adds a client whose number is free. */
export async function enterClient(transaction: Transaction, id: number, name: string, deed: Deed): Promise<void> {
  await transaction.run(insertClient, { client: id, name, at: deed.at })
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

export async function clientExists(engine: Reader, id: number): Promise<boolean> {
  return (await engine.first(clientById, { client: id })) !== undefined
}
