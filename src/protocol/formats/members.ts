/**
 * The members of a DTO's value by name. A codec is compiled from the DTO's declaration, from which the static type of
 * the value is inferred as well: this is the one spot where the two meet, and the only cast of the formats.
 */
export function membersOf(value: object): Record<string, unknown> {
  return value as Record<string, unknown>
}

/** Finds what belongs to a field by the field's name: exactly as declared first, then in any letter case. */
export function finderByName<F extends { readonly name: string }>(
  fields: readonly F[],
): (name: string) => F | undefined {
  const exact = new Map(fields.map((f) => [f.name, f]))
  const lower = new Map(fields.map((f) => [f.name.toLowerCase(), f]))
  const longest = Math.max(0, ...fields.map((f) => f.name.length))
  return (name) => exact.get(name) ?? (name.length > longest ? undefined : lower.get(name.toLowerCase()))
}

/** A function of a type that works each type out once. */
export function once<T extends object, R>(work: (type: T) => R): (type: T) => R {
  const known = new WeakMap<T, R>()
  return (type) => {
    const found = known.get(type)
    if (found !== undefined) return found
    const made = work(type)
    known.set(type, made)
    return made
  }
}
