/**
 * What a PUT makes of a value: the fields that were sent, over what is stored. Names of fields that may not be changed
 * this way are left out by the caller.
 */
export function applyPatch<T extends object>(stored: T, request: Readonly<T>, sent: ReadonlySet<string>): T {
  const members = Object.entries(request).filter(([name]) => sent.has(name))
  return { ...stored, ...Object.fromEntries(members) }
}
