import type { AuditContext } from '../../accounts/audit-context.ts'
import { accountErrors } from '../../accounts/errors.ts'
import { Failure, fail } from '../../protocol/schema/failure.ts'
import type { Engine, Reader } from '../../store/engine.ts'
import { categoriesOfClient, insertCategory } from '../../store/queries/categories.ts'
import { tenantById } from '../../store/queries/tenants.ts'
import { recordChange } from '../shared/audit-diff.ts'
import { parseName } from '../shared/field-parsers.ts'
import { programmeErrors } from '../shared/programme-errors.ts'

/** A category that events may be of. */
export interface Category {
  readonly id: number
  readonly name: string
}

/** Adds a category to those of a client. @returns it, or why it was not added */
export function addCategory(
  engine: Engine,
  client: number,
  category: Category,
  deed: AuditContext,
): Promise<Category | Failure> {
  return engine.write(async (transaction) => {
    const name = parseName(category.name)
    if (name instanceof Failure) return name
    const added = { id: category.id, name }
    if (!(await transaction.first(tenantById, { client }))) return fail(accountErrors.ClientNotFound, client)
    const known = await transaction.all(categoriesOfClient, { client })
    if (known.some(({ id }) => id === added.id)) return fail(programmeErrors.AlreadyExists, `a category ${added.id}`)
    await transaction.run(insertCategory, { client, ...added })
    const subject = { client, event: null, subject: String(added.id) }
    await recordChange(transaction, deed, subject, 'category.add', null, { Id: added.id, Name: name })
    return added
  })
}

/** The categories of a client, by id. */
export async function listCategories(engine: Reader, client: number): Promise<Category[] | Failure> {
  if (!(await engine.first(tenantById, { client }))) return fail(accountErrors.ClientNotFound, client)
  return engine.all(categoriesOfClient, { client })
}
