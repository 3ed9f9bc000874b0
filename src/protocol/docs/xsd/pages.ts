import type { Page } from '../../host/page.ts'
import { fail } from '../../schema/failure.ts'
import { docsErrors, type ServiceInfo } from '../service.ts'
import { xmlSchemas } from './schemas.ts'

/** `/xsd/0`, `/xsd/1` and so on: the schema of each namespace. */
export function xsdPages({ operations }: ServiceInfo): Page[] {
  const schemas = xmlSchemas(operations)
  const byNumber = new Map(schemas.map((schema, number) => [String(number), schema]))
  return [
    {
      path: '/xsd/{n}',
      variant: ({ path }) => (byNumber.has(path.n ?? '') ? (path.n ?? '') : null),
      answer({ path }) {
        const number = path.n ?? ''
        const body = byNumber.get(number)
        if (body === undefined) return fail(docsErrors.NotFound, 'schema', number)
        return { contentType: 'application/xml; charset=utf-8', body }
      },
    },
  ]
}
