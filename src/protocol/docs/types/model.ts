import { namespaces } from '../../schema/dto.ts'
import type { Operation, Verb } from '../../schema/operation.ts'
import type { AnyType, DtoType, EnumType, Field } from '../../schema/type-model.ts'

/** A member that a type adds to those of its base. */
export interface Member extends Pick<Field, 'name' | 'type' | 'location' | 'description' | 'required'> {
  /** The value it starts with, where that is not the default of its type. */
  readonly initial?: number
}

/** An operation as its request DTO shows it. */
export interface Request {
  /** The name of what it answers. */
  readonly response: string
  /** Its addresses in order, each with all its verbs. */
  readonly routes: readonly { readonly path: string; readonly verbs: readonly Verb[] }[]
  /** The verb a client uses when it is not told one: the only one there is, else POST, else the first. */
  readonly verb: Verb
  /** There is no other verb. */
  readonly onlyVerb: boolean
  readonly summary: string
}

export interface DtoDeclaration {
  readonly kind: 'dto'
  readonly name: string
  readonly base: string | null
  readonly members: readonly Member[]
  /** The members of its bases, the nearest first. */
  readonly inherited: readonly Member[]
  /** Its XML namespace. */
  readonly namespace: string
  /** Its name and members belong to ServiceStack, whose client libraries have a type of the same name. */
  readonly isServiceStack: boolean
  /** What it is the request of. */
  readonly request: Request | null
  /** It is the answer of an operation. */
  readonly isResponse: boolean
}

export interface EnumDeclaration {
  readonly kind: 'enum'
  readonly name: string
  readonly values: readonly string[]
}

export type Declaration = DtoDeclaration | EnumDeclaration

/**
 * The types that the operations are made of, each once. A base stands before what extends it and an answer before its
 * request; other types stand before those that use them, unless two use each other.
 * @throws Error at start-up when two different types have one name
 */
export function declarationsOf(operations: readonly Operation[]): readonly Declaration[] {
  const requests = new Map(operations.map((o) => [o.request, o]))
  const responses = new Set(operations.map((o) => o.response))
  const ordered = byBase(byUse(operations, requests), requests)
  refuseNamesakes(ordered)
  return ordered.map((type) => {
    if (type.kind === 'enum') return { kind: 'enum', name: type.typeName, values: type.names }
    const operation = requests.get(type)
    return {
      kind: 'dto',
      name: type.typeName,
      base: type.base?.typeName ?? null,
      members: addedBy(type),
      inherited: inheritedBy(type),
      namespace: type.namespace,
      isServiceStack: type.namespace === namespaces.serviceStack,
      request: operation ? requestOf(operation) : null,
      isResponse: responses.has(type),
    }
  })
}

/** The names of the enums and DTOs in `type`, however deep in lists and dictionaries. */
export function namesIn(type: AnyType): string[] {
  const named = namedIn(type)
  return named ? [named.typeName] : []
}

/** A field that is declared again is one member, of the base: languages know no second one. */
function addedBy(type: DtoType<object>): readonly Member[] {
  return type.own.filter((f) => f.declaredBy.csharp === type.typeName)
}

function inheritedBy(type: DtoType<object>): readonly Member[] {
  return type.base ? [...addedBy(type.base), ...inheritedBy(type.base)] : []
}

function requestOf(operation: Operation): Request {
  const verbs = [...new Set(operation.routes.map((r) => r.verb))]
  const paths = [...new Set(operation.routes.map((r) => r.path))]
  return {
    response: operation.response.typeName,
    routes: paths.map((path) => ({ path, verbs: operation.routes.filter((r) => r.path === path).map((r) => r.verb) })),
    verb: verbs.length === 1 || !verbs.includes('POST') ? (verbs[0] ?? 'POST') : 'POST',
    onlyVerb: verbs.length === 1,
    summary: [...new Set(operation.routes.map((r) => r.summary).filter(Boolean))].join(' '),
  }
}

type Named = DtoType<object> | EnumType<string>
type Requests = ReadonlyMap<DtoType<object>, Operation>

function namedIn(type: AnyType): Named | undefined {
  if (type.kind === 'list' || type.kind === 'dictionary') return namedIn(type.item)
  if (type.kind === 'nullable') return namedIn(type.inner)
  return type.kind === 'dto' || type.kind === 'enum' ? type : undefined
}

function byUse(operations: readonly Operation[], requests: Requests): Named[] {
  const seen = new Set<Named>()
  const ordered: Named[] = []
  const visit = (type: Named | undefined): void => {
    if (!type || seen.has(type)) return
    seen.add(type)
    if (type.kind === 'dto') {
      if (type.base) visit(type.base)
      visit(requests.get(type)?.response)
      for (const field of type.own) visit(namedIn(field.type))
    }
    ordered.push(type)
  }
  for (const operation of operations) visit(operation.request)
  return ordered
}

/** Moves types forward where a base or an answer must stand before them. */
function byBase(types: readonly Named[], requests: Requests): Named[] {
  const ordered = new Set<Named>()
  const visiting = new Set<Named>()
  const visit = (type: Named | undefined): void => {
    if (!type || visiting.has(type)) return
    visiting.add(type)
    if (type.kind === 'dto') {
      if (type.base) visit(type.base)
      visit(requests.get(type)?.response)
    }
    ordered.add(type)
  }
  types.forEach(visit)
  return [...ordered]
}

function refuseNamesakes(types: readonly Named[]): void {
  const names = new Set<string>()
  for (const { typeName: csharp } of types) {
    if (names.has(csharp)) throw new Error(`Two types are named ${csharp}`)
    names.add(csharp)
  }
}
