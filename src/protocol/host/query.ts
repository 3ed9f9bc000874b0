import { formParameters } from '../formats/form/urlencoded.ts'
import type { FormValues } from '../formats/form/values.ts'
import { Failure } from '../schema/failure.ts'

const none: FormValues = new Map()

/** The query string of an address (what follows its first `?`); names in lower case. @returns a failure for a wrong escape */
export function queryOf(url: string): FormValues | Failure {
  const at = url.indexOf('?')
  return at === -1 || at === url.length - 1 ? none : formParameters(url.slice(at + 1))
}

/** A query string as far as it can be read: of a wrong one nothing. */
export function readable(query: FormValues | Failure): FormValues {
  return query instanceof Failure ? none : query
}

/** The path of an address, as a message shows it. */
export function pathOf(url: string): string {
  return url.split('?', 1)[0]?.slice(0, 200) ?? ''
}

/** The last value under a name in lower case. */
export function lastOf(query: FormValues, name: string): string | undefined {
  return query.size === 0 ? undefined : query.get(name)?.at(-1)
}
