import type { Format } from '../../formats/codec.ts'
import { json } from '../../formats/index.ts'
import { maxKeyLength } from '../../host/idempotency-key.ts'
import { ndjsonType } from '../../host/ndjson.ts'
import type { Operation } from '../../schema/operation.ts'
import type { DtoType, Field } from '../../schema/type-model.ts'
import { byPath, isPlain, isRepeatable, type RoutedCall, refusals, routedCalls } from '../calls.ts'
import { hasBody, mediaType } from '../samples/http.ts'
import { sampleText } from '../samples/sample.ts'
import type { ServiceInfo } from '../service.ts'
import { type Json, type JsonObject, type SchemaMaker, schemaMaker } from './schemas.ts'

/** The service as an OpenAPI 3.1 document. */
export function openapi3(facts: ServiceInfo, baseUrl: string): JsonObject {
  const schemas = schemaMaker({
    definitionsAt: '#/components/schemas/',
    bytes: { type: 'string', contentEncoding: 'base64' },
    nullable,
  })
  const paths = [...byPath(routedCalls(facts.operations))].map(([path, calls]) => {
    const items = calls.map((call) => [call.route.verb.toLowerCase(), operationItem(call, facts.formats, schemas)])
    return [path, Object.fromEntries(items)]
  })
  return {
    openapi: '3.1.0',
    info: { title: facts.serviceName, version: facts.version },
    servers: [{ url: baseUrl }],
    paths: Object.fromEntries(paths),
    components: {
      schemas: schemas.definitions(),
      securitySchemes: {
        session: { type: 'apiKey', name: 'X-SS-ID', in: 'header', description: 'The SessionId of a sign-in.' },
        basic: { type: 'http', scheme: 'basic', description: 'An API key and its secret.' },
        bearer: { type: 'http', scheme: 'bearer', description: 'An access token.' },
      },
    },
  }
}

function nullable(schema: JsonObject): JsonObject {
  const { type = null, enum: names } = schema
  return { ...schema, type: [type, 'null'], ...(Array.isArray(names) && { enum: [...names, null] }) }
}

function operationItem(call: RoutedCall, formats: readonly Format[], schemas: SchemaMaker): JsonObject {
  const { operation, route, id, inPath, inQuery } = call
  const schema = schemas.schemaOf(operation.response)
  const refused = Object.fromEntries(formats.map((format) => [mediaType(format), { schema }]))
  const form = { 'application/x-www-form-urlencoded': { schema: schemas.schemaOf(operation.request) } }
  const body = { content: { ...contentOf(operation.request, formats, schemas), ...form } }
  return {
    tags: [operation.name],
    summary: route.summary,
    operationId: id,
    parameters: [
      ...inPath.map((field) => ({ ...parameter(field, schemas), in: 'path', required: true })),
      ...inQuery.map((field) => ({ ...parameter(field, schemas), in: 'query', required: field.required })),
      ...(isRepeatable(call) ? [idempotencyKey] : []),
    ],
    ...(hasBody(route.verb) && { requestBody: body }),
    responses: {
      '200': {
        description: 'Done.',
        content: { ...contentOf(operation.response, formats, schemas), ...linesContent(operation) },
      },
      ...Object.fromEntries(refusals(call).map(([status, description]) => [status, { description, content: refused }])),
    },
    security: operation.roles.length > 0 ? [{ session: [] }, { basic: [] }, { bearer: [] }] : [],
  }
}

/** Source: draft-ietf-httpapi-idempotency-key-header. */
const idempotencyKey: JsonObject = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'A name that the caller makes up for this call. The same call with the same key is done once, for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: maxKeyLength },
}

/** OpenAPI 3.1 has no way to describe a stream of values: its lines are told in words. */
function linesContent({ lines }: Operation): JsonObject {
  if (lines === undefined) return {}
  const description = `A line of JSON for each of ${lines}, then one with the rest of the answer.`
  return { [ndjsonType]: { schema: { type: 'string', description } } }
}

/** A message in every format, with its sample. */
function contentOf(type: DtoType<object>, formats: readonly Format[], schemas: SchemaMaker): JsonObject {
  const schema = schemas.schemaOf(type)
  const contents = formats.map((format) => {
    const text = sampleText(type, format)
    const example: Json = format === json ? JSON.parse(text) : text
    return [mediaType(format), { schema, example }]
  })
  return Object.fromEntries(contents)
}

function parameter({ name, type, description }: Field, schemas: SchemaMaker): JsonObject {
  const said = [description, isPlain(type) ? '' : 'In JSV.'].filter((text) => text !== '').join(' ')
  return {
    name,
    ...(said !== '' && { description: said }),
    ...(type.kind === 'list' && isPlain(type) && { style: 'form', explode: false }),
    schema: isPlain(type) ? schemas.schemaOf(type) : { type: 'string' },
  }
}
