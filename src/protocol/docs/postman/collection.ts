import { json } from '../../formats/index.ts'
import { type RoutedCall, routedCalls } from '../calls.ts'
import { hasBody, mediaType } from '../samples/http.ts'
import { sampleText } from '../samples/sample.ts'
import type { ServiceInfo } from '../service.ts'

/** What the caller of the collection chose. */
export interface CollectionOptions {
  readonly baseUrl: string
  /** How requests are called: `type`, `type:english`, `route`, and other text as it stands, in order. */
  readonly label: readonly string[]
  /** The sign-in session that the requests go by; null for an API key. */
  readonly sessionId: string | null
}

/** The operations as a Postman collection (version 2.1): a folder for each, with a request for each of its routes. */
export function postmanCollection(facts: ServiceInfo, { baseUrl, label, sessionId }: CollectionOptions) {
  const calls = routedCalls(facts.operations)
  return {
    info: {
      name: facts.serviceName,
      version: facts.version,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    item: facts.operations.map((operation) => ({
      name: operation.name,
      item: calls.filter((call) => call.operation === operation).map((call) => item(call, label)),
    })),
    auth: sessionId === null ? apiKeyAuth : sessionAuth(sessionId),
    variable: [
      { key: 'baseUrl', value: baseUrl },
      { key: 'apiKey', value: '' },
      { key: 'apiSecret', value: '' },
    ],
  }
}

const apiKeyAuth = {
  type: 'basic',
  basic: [
    { key: 'username', value: '{{apiKey}}', type: 'string' },
    { key: 'password', value: '{{apiSecret}}', type: 'string' },
  ],
}

function sessionAuth(sessionId: string) {
  return {
    type: 'apikey',
    apikey: [
      { key: 'key', value: 'X-SS-ID', type: 'string' },
      { key: 'value', value: sessionId, type: 'string' },
      { key: 'in', value: 'header', type: 'string' },
    ],
  }
}

function item(call: RoutedCall, label: readonly string[]) {
  const { operation, route } = call
  const type = mediaType(json)
  const withBody = hasBody(route.verb)
  const raw = sampleText(operation.request, json)
  const header = [{ key: 'Accept', value: type }, ...(withBody ? [{ key: 'Content-Type', value: type }] : [])]
  return {
    name: labelOf(call, label),
    request: {
      method: route.verb,
      description: route.summary,
      header,
      url: url(call),
      ...(operation.roles.length === 0 && { auth: { type: 'noauth' } }),
      ...(withBody && { body: { mode: 'raw', raw, options: { raw: { language: 'json' } } } }),
    },
  }
}

/** Postman writes a variable of a path as `:Name`. What may be left out of a query is there, but not switched on. */
function url({ route, inPath, inQuery }: RoutedCall) {
  const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1')
  return {
    raw: `{{baseUrl}}${path}`,
    host: ['{{baseUrl}}'],
    path: path.split('/').slice(1),
    query: inQuery.map(({ name, type, required }) => ({
      ...{ key: name, value: '', description: type.typeName, disabled: !required },
    })),
    variable: inPath.map(({ name, type }) => ({ key: name, value: '', description: type.typeName })),
  }
}

function labelOf({ operation, route }: RoutedCall, tokens: readonly string[]): string {
  const english = operation.name.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  const special = new Map([
    ['type', operation.name],
    ['type:english', english],
    ['route', route.path],
  ])
  return tokens.map((token) => special.get(token) ?? token).join('')
}
