/** The values of a form or a query string, all that came under one name together; names in lower case. */
export type FormValues = ReadonlyMap<string, readonly string[]>

/** More values than this are refused. */
export const maxValues = 10_000

/** Gathers values by name. */
export class FormCollector {
  readonly values = new Map<string, string[]>()
  count = 0

  /** Adds a value; answers false, and adds none, when there are too many. */
  add(name: string, value: string): boolean {
    if (this.count >= maxValues) return false
    this.count++
    const key = name.toLowerCase()
    const known = this.values.get(key)
    if (known === undefined) this.values.set(key, [value])
    else known.push(value)
    return true
  }
}
