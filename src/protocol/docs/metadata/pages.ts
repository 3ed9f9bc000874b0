import type { Page } from '../../host/page.ts'
import { fail } from '../../schema/failure.ts'
import { docsErrors, hostOf, operationNamed, type ServiceInfo } from '../service.ts'
import { operationPage } from './operation-page.ts'
import { operationsPage } from './operations-page.ts'

/** `/metadata?q=`, all operations; and `/{format}/metadata?op=`, one operation in one format. */
export function metadataPages(facts: ServiceInfo): Page[] {
  const all: Page = {
    path: '/metadata',
    variant: ({ query }) => (query.get('q')?.trim() ? null : ''),
    answer: ({ query }) => operationsPage(facts, query.get('q')?.trim() ?? ''),
  }
  const ofFormats = facts.formats.map(
    (format): Page => ({
      path: `/${format.name}/metadata`,
      variant({ query }) {
        const name = query.get('op')
        return name === undefined ? '' : (operationNamed(facts.operations, name)?.name ?? null)
      },
      answer({ query, baseUrl }) {
        const name = query.get('op')
        if (name === undefined) return operationsPage(facts, '')
        const operation = operationNamed(facts.operations, name)
        if (operation === undefined) return fail(docsErrors.NotFound, 'operation', name)
        return operationPage(facts, operation, format, hostOf(baseUrl))
      },
    }),
  )
  return [all, ...ofFormats]
}
