import Router from 'find-my-way'
import type { ResponseFormat } from '../formats/codec.ts'
import type { Address } from './addresses.ts'
import type { FormatRegistry } from './media.ts'

/** Where a path leads. */
export interface Destination {
  readonly address: Address
  /** The format that the path ends with, such as `.jsv`. */
  readonly suffix: ResponseFormat | null
  /** The values of the path's variables, in order. */
  readonly values: string[]
}

/** The most characters of a variable's value. */
export const longestVariable = 1_000

/**
 * Finds addresses by path, in any letter case. Each is known once, whatever the verbs and formats: as routes of the
 * framework they would be tens of thousands, of which the memory and the start-up told.
 */
export class AddressRouter {
  readonly #router = Router({ caseSensitive: false, ignoreTrailingSlash: true, maxParamLength: longestVariable })
  readonly #formats: FormatRegistry

  constructor(addresses: readonly Address[], formats: FormatRegistry) {
    this.#formats = formats
    for (const address of addresses) this.#router.on('GET', routeOf(address.path), nothing, address)
  }

  /** @param url the path, with or without a query string */
  find(url: string): Destination | null {
    return this.#withSuffix(url) ?? this.#at(url, null)
  }

  /** A path that ends with a variable may end with a format too, but that is for its exchange to see. */
  #withSuffix(url: string): Destination | null {
    const end = url.indexOf('?')
    const path = end === -1 ? url : url.slice(0, end)
    const dot = path.lastIndexOf('.')
    if (dot <= path.lastIndexOf('/')) return null
    const suffix = this.#formats.named(path.slice(dot + 1))
    const found = suffix && this.#at(path.slice(0, dot), suffix)
    return found && !found.address.path.endsWith('}') ? found : null
  }

  #at(url: string, suffix: ResponseFormat | null): Destination | null {
    const found = this.#router.find('GET', url)
    if (!found) return null
    const address: Address = found.store
    return { address, suffix, values: Object.values(found.params).map(String) }
  }
}

/** A path as the router writes it; what its variables are called is the exchange's concern. */
function routeOf(path: string): string {
  let count = 0
  return path.replaceAll(/\{\w+\}/g, () => `:p${count++}`)
}

function nothing(): void {}
