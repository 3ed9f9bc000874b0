import { type Operation, pathVariables, type Route } from '../schema/operation.ts'
import { ResponseStatus } from '../schema/response-status.ts'
import type { AnyType, Field } from '../schema/type-model.ts'
import { hasBody } from './samples/http.ts'

/** An operation by one of its routes, with the places where its fields travel. */
export interface RoutedCall {
  readonly operation: Operation
  readonly route: Route
  /** Unique among all calls, and a name in every language: `postAuth`, `postAuthByToken`. */
  readonly id: string
  readonly inPath: readonly Field[]
  /** Empty where the call has a body, which then has every field. */
  readonly inQuery: readonly Field[]
}

/** Every call of the operations, in order. */
export function routedCalls(operations: readonly Operation[]): RoutedCall[] {
  const taken = new Set<string>()
  const calls = operations.flatMap((operation) => operation.routes.map((route) => ({ operation, route })))
  return calls.map(({ operation, route }) => {
    const variables = pathVariables(route.path)
    const id = unused(`${route.verb.toLowerCase()}${operation.name}`, variables, taken)
    taken.add(id)
    const { fields } = operation.request
    return {
      operation,
      route,
      id,
      inPath: fields.filter((field) => variables.includes(field.name)),
      inQuery: hasBody(route.verb) ? [] : fields.filter((field) => !variables.includes(field.name) && isQueried(field)),
    }
  })
}

/** The calls by path, in the order in which the paths are met. */
export function byPath(calls: readonly RoutedCall[]): Map<string, RoutedCall[]> {
  const paths = new Map<string, RoutedCall[]>()
  for (const call of calls) paths.set(call.route.path, [...(paths.get(call.route.path) ?? []), call])
  return paths
}

/** Whether a field is one text in a query string, or a list of such: anything else is written in JSV there. */
export function isPlain(type: AnyType): boolean {
  if (type.kind === 'nullable') return isPlain(type.inner)
  if (type.kind === 'list') return type.item.kind !== 'list' && isPlain(type.item)
  return type.kind !== 'dictionary' && type.kind !== 'dto'
}

/** What is declared for a path or body is not asked for in a query, nor is the answer's own part of a request. */
function isQueried({ type, location }: Field): boolean {
  return (location === 'query' || location === 'form') && type !== ResponseStatus
}

/** The name alone, else with the last variable of the path, else with all of them, else with a number. */
function unused(name: string, variables: readonly string[], taken: ReadonlySet<string>): string {
  const capitals = variables.map((variable) => variable.charAt(0).toUpperCase() + variable.slice(1))
  const last = capitals.slice(-1)
  const candidates = [[], last, capitals].map((by) => (by.length === 0 ? name : `${name}By${by.join('And')}`))
  const free = candidates.find((candidate) => !taken.has(candidate))
  if (free !== undefined) return free
  let number = 2
  while (taken.has(`${name}${number}`)) number++
  return `${name}${number}`
}

/** Whether a call takes an Idempotency-Key: whatever writes, and asks who calls, but for what says otherwise. */
export function isRepeatable({ operation, route }: RoutedCall): boolean {
  return operation.roles.length > 0 && operation.isIdempotencyKeySupported !== false && route.verb !== 'GET'
}

/** The statuses of refusals that a call can meet, with what each means. */
export function refusals(call: RoutedCall): [status: string, description: string][] {
  const { operation, route } = call
  const guarded = operation.roles.length > 0
  const all: [string, string, boolean][] = [
    ['400', 'The request is not valid.', true],
    ['401', 'The caller is not signed in.', true],
    ['403', 'The caller has none of the roles.', guarded],
    ['404', 'What the request names is not there.', true],
    ['409', 'A rule forbids it.', true],
    ['413', 'The body is too large.', hasBody(route.verb)],
    ['415', 'The Content-Type is not known.', hasBody(route.verb)],
    ['422', 'The Idempotency-Key was used for another request.', isRepeatable(call)],
    ['429', 'Too many requests: Retry-After says when to come back.', true],
    ['500', 'The server failed.', true],
  ]
  return all.filter(([, , applies]) => applies).map(([status, description]) => [status, description])
}
