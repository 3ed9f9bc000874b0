import type { Format } from '../formats/codec.ts'
import type { PageResponse } from '../host/page.ts'
import { catalogue } from '../schema/failure.ts'
import type { Operation } from '../schema/operation.ts'

/** What the pages describe: everything on them is derived from this. */
export interface ServiceInfo {
  readonly operations: readonly Operation[]
  readonly formats: readonly Format[]
  /** The title of the pages: `YM REST Services`. */
  readonly serviceName: string
  /** The version of the service: `0.1.0`. */
  readonly version: string
}

export const docsErrors = catalogue({
  NotFound: [404, (what: string, name: string) => `There is no ${what} '${name}'.`],
})

/** The operation of a name, in any letter case. */
export function operationNamed(operations: readonly Operation[], name: string): Operation | undefined {
  const wanted = name.toLowerCase()
  return operations.find((operation) => operation.name.toLowerCase() === wanted)
}

/** The host of a base address, with its port where it has one: `ws.example.org`. */
export function hostOf(baseUrl: string): string {
  return new URL(baseUrl).host
}

/** An answer of JSON for people and tools: indented. */
export function jsonAnswer(value: object): PageResponse {
  return { contentType: 'application/json; charset=utf-8', body: `${JSON.stringify(value, null, 2)}\n` }
}
