import type { Page } from '../../host/page.ts'
import { jsonAnswer, type ServiceInfo } from '../service.ts'
import { appMetadata } from './app-metadata.ts'

/** `/metadata/app.json`, dated with the moment when the pages were made. */
export function appMetadataPages(facts: ServiceInfo): Page[] {
  const date = new Date()
  return [
    {
      path: '/metadata/app.json',
      variant: () => '',
      answer: ({ baseUrl }) => jsonAnswer(appMetadata(facts, baseUrl, date)),
    },
  ]
}
