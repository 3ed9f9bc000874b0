import type { Page } from '../../host/page.ts'
import { jsonAnswer, type ServiceInfo } from '../service.ts'
import { openapi3 } from './openapi3.ts'
import { swagger2 } from './swagger2.ts'

/** `/openapi`, the document that the original answers (Swagger 2.0), and `/openapi/v3` (OpenAPI 3.1). */
export function openapiPages(facts: ServiceInfo): Page[] {
  return [
    { path: '/openapi', variant: () => '', answer: ({ baseUrl }) => jsonAnswer(swagger2(facts, baseUrl)) },
    { path: '/openapi/v3', variant: () => '', answer: ({ baseUrl }) => jsonAnswer(openapi3(facts, baseUrl)) },
  ]
}
