import { type Scope, scopes } from '../protocol/schema/access.ts'

/** What a key or token may do that is not limited. */
export const allScopes: ReadonlySet<Scope> = new Set(scopes)
export const readOnlyScopes: ReadonlySet<Scope> = new Set(['read'])

/** Parses a scope as RFC 6749 §3.3 writes it. @returns null where it has an unknown word, or none */
export function parseScope(text: string): ReadonlySet<Scope> | null {
  const words = text.split(' ').filter((word) => word !== '')
  return words.length > 0 && words.every(isScope) ? new Set(words) : null
}

/** Reads a scope that was stored or signed. A word that is not known gives nothing. */
export function knownScopes(text: string): ReadonlySet<Scope> {
  return new Set(text.split(' ').filter(isScope))
}

/** Formats scopes as RFC 6749 §3.3 writes them: `read write`. */
export function scopeText(granted: ReadonlySet<Scope>): string {
  return scopes.filter((scope) => granted.has(scope)).join(' ')
}

/** Whether `granted` has all that is asked for. */
export function isWithin(asked: ReadonlySet<Scope>, granted: ReadonlySet<Scope>): boolean {
  return [...asked].every((scope) => granted.has(scope))
}

function isScope(word: string): word is Scope {
  return scopes.some((scope) => scope === word)
}
