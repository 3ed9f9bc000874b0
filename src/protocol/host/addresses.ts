import type { Format, ResponseFormat } from '../formats/codec.ts'
import { pathVariables, type Verb } from '../schema/operation.ts'
import type { Endpoint } from './endpoint.ts'
import type { FormatRegistry } from './media.ts'

/** What answers one verb at an address. */
export interface Target {
  readonly verb: Verb
  readonly endpoint: Endpoint
  /** The fields that the variables of the path set, in order. */
  readonly variables: readonly string[]
}

/** A path at which operations can be called. */
export interface Address {
  /** As it is declared or derived: `/Ams/{ClientID}/…`, `/api/{Op}` with its name. */
  readonly path: string
  /** By verb. */
  readonly targets: ReadonlyMap<string, Target>
  /** The format of its answers, where the address fixes it. */
  readonly fixed: ResponseFormat | null
  /** How a body is read that comes without a type, or as text/plain. */
  readonly untyped: Format
  /** Answered by 204, whatever the operation answers. */
  readonly isOneWay: boolean
  /** Takes a list of requests, and answers a list. */
  readonly isBatch: boolean
}

/** The Allow header of an address. */
export function allowedAt({ targets }: Address): string {
  const verbs = [...targets.keys()]
  if (targets.has('GET')) verbs.push('HEAD')
  return [...verbs, 'OPTIONS'].join(', ')
}

/**
 * All addresses of the operations: the declared ones, and those that need no declaration (wire-format.md): `/api/{Op}`,
 * `/{format}/reply/{Op}`, `/{format}/oneway/{Op}`, and the batches of each, `/api/{Op}[]`. What is declared goes before
 * what is derived.
 * @throws Error at start-up when two operations declare the same verb at the same path
 */
export function addressesOf(endpoints: readonly Endpoint[], formats: FormatRegistry): Address[] {
  const found = declared(endpoints, formats)
  const taken = new Set(found.map(({ path }) => path.toLowerCase()))
  const others = endpoints.flatMap((endpoint) => derived(endpoint, formats))
  return [...found, ...others.filter(({ path }) => !taken.has(path.toLowerCase()))]
}

function declared(endpoints: readonly Endpoint[], formats: FormatRegistry): Address[] {
  const found = new Map<string, { path: string; targets: Map<string, Target> }>()
  for (const endpoint of endpoints) {
    for (const { verb, path } of endpoint.operation.routes) {
      const shape = path.replaceAll(/\{\w+\}/g, '{}').toLowerCase()
      const address = found.get(shape) ?? { path, targets: new Map<string, Target>() }
      if (address.targets.has(verb)) throw new Error(`Two operations declare ${verb} ${path}`)
      address.targets.set(verb, { verb, endpoint, variables: pathVariables(path) })
      found.set(shape, address)
    }
  }
  return [...found.values()].map(({ path, targets }) => ({
    path,
    targets,
    fixed: null,
    untyped: formats.preferred,
    isOneWay: false,
    isBatch: false,
  }))
}

function derived(endpoint: Endpoint, formats: FormatRegistry): Address[] {
  const { name } = endpoint.operation
  const targets = new Map([...endpoint.verbs].map((verb) => [verb, { verb, endpoint, variables: [] }]))
  const at = (path: string, format: Format | null, isOneWay: boolean): Address[] => {
    const address = { path, targets, fixed: format, untyped: format ?? formats.preferred, isOneWay, isBatch: false }
    return [address, { ...address, path: `${path}[]`, isBatch: true }]
  }
  return [
    ...at(`/api/${name}`, null, false),
    ...formats.readers.flatMap((format) => [
      ...at(`/${format.name}/reply/${name}`, format, false),
      ...at(`/${format.name}/oneway/${name}`, format, true),
    ]),
  ]
}
