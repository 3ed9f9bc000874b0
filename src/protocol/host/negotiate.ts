import Negotiator from 'negotiator'
import type { ResponseFormat } from '../formats/codec.ts'
import { type FormatRegistry, mediaOf } from './media.ts'

/** What a request says of the format of its answer. */
export interface NegotiationInput {
  /** Fixed by the address: a suffix, or `/jsv/reply/…`. */
  readonly fixed: ResponseFormat | null
  /** The value of `?format=`. */
  readonly format: string | undefined
  readonly accept: string | undefined
  readonly contentType: string | undefined
}

/** Accept headers are few and come again: what each means is worked out once. */
const mostRemembered = 500

/**
 * Chooses the format of an answer: what the address fixes, then `?format=`, then Accept by quality, then the type of the
 * request's body, then JSON. Never a refusal: what cannot be had is answered in JSON. Source: wire-format.md.
 */
export function negotiator(formats: FormatRegistry): (wishes: NegotiationInput) => ResponseFormat {
  const remembered = new Map<string, ResponseFormat | 'any' | 'none'>()

  function acceptable(accept: string): ResponseFormat | 'any' | 'none' {
    const known = remembered.get(accept)
    if (known) return known
    const meant = meaningOf(accept, formats)
    if (remembered.size < mostRemembered) remembered.set(accept, meant)
    return meant
  }

  return ({ fixed, format, accept, contentType }) => {
    if (fixed) return fixed
    const named = format === undefined ? undefined : formats.named(format)
    if (named) return named
    const meant = accept ? acceptable(accept) : 'any'
    if (meant === 'none') return formats.preferred
    if (meant !== 'any') return meant
    return formats.writer(mediaOf(contentType)?.type ?? '') ?? formats.preferred
  }
}

/** The format that an Accept header prefers; `any` where it leaves the choice, `none` where it names only others. */
function meaningOf(accept: string, formats: FormatRegistry): ResponseFormat | 'any' | 'none' {
  for (const type of new Negotiator({ headers: { accept } }).mediaTypes()) {
    if (type === '*/*') return 'any'
    const format = formats.writer(type.toLowerCase()) ?? ranged(type, formats)
    if (format) return format
  }
  return 'none'
}

/** Of a range such as `text/*`, the first format that has such a type. */
function ranged(type: string, formats: FormatRegistry): ResponseFormat | undefined {
  if (!type.endsWith('/*')) return undefined
  const start = type.slice(0, -1).toLowerCase()
  return formats.writers.find((format) => format.mediaTypes.some((each) => each.startsWith(start)))
}
