import type { DtoType } from './type-model.ts'

export type Verb = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH'

/** One address of an operation. */
export interface Route {
  readonly verb: Verb
  /** `/Ams/{ClientID}/Event/{EventID}/…`: names in braces are fields of the request. */
  readonly path: string
  /** What the metadata page says of it. */
  readonly summary: string
}

/** An operation of the contract: what it takes and answers, who may call it, and where. */
export interface Operation<Request extends object = object, Response extends object = object> {
  /** The C# name of the request DTO, which names the operation everywhere. */
  readonly name: string
  readonly request: DtoType<Request>
  readonly response: DtoType<Response>
  /** Any one of these is needed; empty means that everybody may call it. */
  readonly roles: readonly string[]
  readonly routes: readonly Route[]
  /** The field of the response, a list of DTOs, whose items a caller may have one by one; see {@link file://./streamed.ts}. */
  readonly lines?: string
  /** False where an Idempotency-Key means nothing: the answer holds a secret, which is not kept for a repeat. */
  readonly isIdempotencyKeySupported?: false
}

/** Declares an operation; its name is that of its request DTO. */
export function operation<Request extends object, Response extends object>(
  declared: Omit<Operation<Request, Response>, 'name'>,
): Operation<Request, Response> {
  for (const route of declared.routes) {
    for (const variable of pathVariables(route.path)) {
      if (!declared.request.fields.some((f) => f.name === variable)) {
        throw new Error(`${declared.request.typeName} has no field for {${variable}} of ${route.path}`)
      }
    }
  }
  if (declared.lines !== undefined) itemTypeOf(declared.response, declared.lines)
  return { name: declared.request.typeName, ...declared }
}

/** The DTO that a list of `type` is made of. @throws Error at start-up when there is no such list */
export function itemTypeOf(type: DtoType<object>, name: string): DtoType<object> {
  const found = type.fields.find((field) => field.name === name)?.type
  if (found?.kind === 'list' && found.item.kind === 'dto') return found.item
  throw new Error(`${type.typeName} has no list of DTOs ${name}`)
}

/** The names in braces of a path, in order. */
export function pathVariables(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '')
}

/** The same address for each of the verbs. */
export function routesOf(verbs: readonly Verb[], path: string, summary: string): Route[] {
  return verbs.map((verb) => ({ verb, path, summary }))
}

const route =
  (verb: Verb) =>
  (path: string, summary = ''): Route => ({ verb, path, summary })

export const get = route('GET')
export const post = route('POST')
export const put = route('PUT')
export const del = route('DELETE')
