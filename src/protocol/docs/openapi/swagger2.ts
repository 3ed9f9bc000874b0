import type { Field } from '../../schema/type-model.ts'
import { byPath, isPlain, type RoutedCall, refusals, routedCalls } from '../calls.ts'
import { hasBody, mediaType } from '../samples/http.ts'
import type { ServiceInfo } from '../service.ts'
import { described, type JsonObject, type SchemaMaker, schemaMaker } from './schemas.ts'

/** The service as a Swagger 2.0 document. */
export function swagger2(facts: ServiceInfo, baseUrl: string): JsonObject {
  const schemas = schemaMaker({
    definitionsAt: '#/definitions/',
    bytes: { type: 'string', format: 'byte' },
    nullable: (schema) => ({ ...schema, 'x-nullable': true }),
  })
  const { protocol, host, pathname } = new URL(baseUrl)
  const paths = [...byPath(routedCalls(facts.operations))].map(([path, calls]) => [path, pathItem(calls, schemas)])
  const mediaTypes = facts.formats.map(mediaType)
  return {
    swagger: '2.0',
    info: { title: facts.serviceName, version: facts.version },
    host,
    basePath: pathname,
    schemes: [protocol.slice(0, -1)],
    consumes: mediaTypes,
    produces: mediaTypes,
    paths: Object.fromEntries(paths),
    definitions: schemas.definitions(),
    securityDefinitions: {
      session: { type: 'apiKey', name: 'X-SS-ID', in: 'header', description: 'The SessionId of a sign-in.' },
      basic: { type: 'basic', description: 'An API key and its secret.' },
    },
  }
}

function pathItem(calls: readonly RoutedCall[], schemas: SchemaMaker): JsonObject {
  return Object.fromEntries(calls.map((call) => [call.route.verb.toLowerCase(), operationItem(call, schemas)]))
}

function operationItem(call: RoutedCall, schemas: SchemaMaker): JsonObject {
  const { operation, route, id, inPath, inQuery } = call
  const schema = schemas.schemaOf(operation.response)
  const body = { in: 'body', name: 'body', schema: schemas.schemaOf(operation.request) }
  const refused = refusals(call).map(([status, description]) => [status, { description, schema }])
  return {
    tags: [operation.name],
    summary: route.summary,
    operationId: id,
    parameters: [
      ...inPath.map((field) => ({ ...parameter(field, schemas), in: 'path', required: true })),
      ...inQuery.map((field) => ({ ...parameter(field, schemas), in: 'query', required: field.required })),
      ...(hasBody(route.verb) ? [body] : []),
    ],
    responses: { '200': { description: 'Done.', schema }, ...Object.fromEntries(refused) },
    security: operation.roles.length > 0 ? [{ session: [] }, { basic: [] }] : [],
  }
}

function parameter({ name, type, description }: Field, schemas: SchemaMaker): JsonObject {
  if (!isPlain(type)) return { name, type: 'string', description: `${description} In JSV.`.trim() }
  const list = type.kind === 'list' && { collectionFormat: 'csv' }
  return { name, ...described(schemas.schemaOf(type), description), ...list }
}
