import type { Operation } from '../../schema/operation.ts'
import type { AnyType, DtoType, Field } from '../../schema/type-model.ts'
import { defaultOf } from '../../schema/types.ts'
import { messagesOf, namedTypes, type PlacedEnum } from '../named-types.ts'
import { mediaType } from '../samples/http.ts'
import type { ServiceInfo } from '../service.ts'
import { type DotnetName, dotnetName, dotnetNamespace } from './dotnet-names.ts'

/**
 * The service in the shape of ServiceStack's AppMetadata, which its tools read. Names of its members are camel case,
 * and what does not apply is left out. Source of the shape: the MetadataApp DTOs that ServiceStack publishes.
 */
export function appMetadata(facts: ServiceInfo, baseUrl: string, date: Date) {
  const messages = messagesOf(facts.operations)
  const { dtos, enums } = namedTypes(messages)
  const namespaces = [...dtos, ...enums].map(({ namespace }) => dotnetNamespace(namespace))
  return {
    date: date.toISOString(),
    version: facts.version,
    app: { baseUrl, serviceName: facts.serviceName },
    ui: {},
    config: {},
    contentTypeFormats: Object.fromEntries(facts.formats.map((format) => [format.name, mediaType(format)])),
    httpHandlers: {},
    plugins: { loaded: [] },
    customPlugins: {},
    api: {
      config: { baseUrl },
      namespaces: [...new Set(namespaces)],
      types: [...dtos.filter((type) => !messages.includes(type)).map(typeMetadata), ...enums.map(enumMetadata)],
      operations: facts.operations.map(operationMetadata),
    },
  }
}

function operationMetadata({ name, request, response, roles, routes }: Operation) {
  const verbs = [...new Set(routes.map((route) => route.verb))]
  const returnType = dotnetName(response, response.namespace)
  return {
    request: {
      ...typeMetadata(request),
      implements: [{ name: 'IReturn`1', namespace: 'ServiceStack', genericArgs: [response.typeName] }],
    },
    response: typeMetadata(response),
    actions: verbs.length > 0 ? verbs : ['ANY'],
    returnsVoid: false,
    method: verbs[0] ?? 'POST',
    returnType,
    routes: routes.map(({ path, verb, summary }) => ({ path, verbs: verb, summary })),
    requiresAuth: roles.length > 0,
    ...(roles.length > 0 && { requiresAnyRole: [...roles] }),
    tags: [name],
  }
}

function typeMetadata(type: DtoType<object>) {
  const inherits: DotnetName | undefined = type.base ? dotnetName(type.base, type.base.namespace) : undefined
  return {
    ...dotnetName(type, type.namespace),
    ...(inherits && { inherits }),
    dataContract: { name: type.typeName, namespace: type.namespace },
    properties: type.own.map(property),
  }
}

function property({ name, type, location, description, required, declaredBy }: Field) {
  const { name: typeName, namespace, genericArgs } = dotnetName(type, declaredBy.namespace)
  return {
    name,
    type: typeName,
    typeNamespace: namespace,
    ...(genericArgs && { genericArgs }),
    ...(isValueType(type) && { isValueType: true }),
    ...(type.kind === 'enum' && { isEnum: true, allowableValues: [...type.names] }),
    ...(description !== '' && { description }),
    ...(required && { isRequired: true }),
    paramType: location,
  }
}

function enumMetadata({ type, namespace }: PlacedEnum) {
  return {
    ...dotnetName(type, namespace),
    isEnum: true,
    enumNames: [...type.names],
    enumValues: type.names.map((_, number) => String(number)),
  }
}

/** Nullable is a value type itself. */
function isValueType(type: AnyType): boolean {
  return type.kind === 'nullable' || defaultOf(type) !== null
}
