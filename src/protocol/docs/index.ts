import type { Page } from '../host/page.ts'
import { appMetadataPages } from './app-metadata/pages.ts'
import { assetPages } from './assets/pages.ts'
import { metadataPages } from './metadata/pages.ts'
import { openapiPages } from './openapi/pages.ts'
import { postmanPages } from './postman/pages.ts'
import type { ServiceInfo } from './service.ts'
import { swaggerUiPages } from './swagger-ui/pages.ts'
import { typesPages } from './types/index.ts'
import { xsdPages } from './xsd/pages.ts'

export { type Html, html } from './html.ts'
export { htmlPage } from './metadata/layout.ts'
export type { ServiceInfo } from './service.ts'

/** Answers whoever asks whether the server is there. */
const ping: Page = {
  path: '/ping',
  variant: () => '',
  answer: () => ({ contentType: 'text/plain; charset=utf-8', body: 'pong' }),
}

/** Every page that describes the service, derived from its operations. */
export function docsPages(facts: ServiceInfo): Page[] {
  return [
    ...metadataPages(facts),
    ...appMetadataPages(facts),
    ...openapiPages(facts),
    ...swaggerUiPages(facts),
    ...xsdPages(facts),
    ...postmanPages(facts),
    ...typesPages(facts.operations),
    ...assetPages(),
    ping,
  ]
}
