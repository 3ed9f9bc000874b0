import type { Page } from '../../host/page.ts'
import { jsonAnswer, type ServiceInfo } from '../service.ts'
import { postmanCollection } from './collection.ts'

const usualLabel = 'type, ,route'

/**
 * `/postman`, with the options of the original: `?label=type:english, (,route,)` says what requests are called, and
 * `?ssid=` the sign-in session that they go by.
 */
export function postmanPages(facts: ServiceInfo): Page[] {
  return [
    {
      path: '/postman',
      variant: ({ query }) => (query.get('label') || query.get('ssid') ? null : ''),
      answer({ query, baseUrl }) {
        const label = (query.get('label') || usualLabel).split(',')
        const sessionId = query.get('ssid') || null
        return jsonAnswer(postmanCollection(facts, { baseUrl, label, sessionId }))
      },
    },
  ]
}
