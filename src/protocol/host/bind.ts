import { isUtf8 } from 'node:buffer'
import type { Format } from '../formats/codec.ts'
import { Failure, fail, type Reason } from '../schema/failure.ts'
import type { Endpoint } from './endpoint.ts'
import { hostErrors } from './errors.ts'
import type { FormatIndex, Media } from './media.ts'
import { parseQuery, type Query } from './query.ts'

/** Where a request's fields come from. */
export interface Sources {
  readonly query: Query
  readonly body: Buffer | null
  readonly media: Media | null
  /** How a body without a type, or of type text/plain, is read. */
  readonly untyped: Format
  /** The variables of the path, each with its value. */
  readonly path: readonly (readonly [name: string, value: string])[]
}

/** A request as its operation takes it. */
export interface Bound {
  readonly request: object
  readonly sent: Set<string>
}

export const formType = 'application/x-www-form-urlencoded'

/**
 * Binds a request: the query string, then the body, then the path, the later ones over the earlier, so that the path
 * always wins. What the address says wrongly and what the body says wrongly is told together.
 */
export function bind(endpoint: Endpoint, formats: FormatIndex, sources: Sources): Bound | Failure {
  const request = endpoint.operation.request.create()
  const sent = new Set<string>()
  const ofAddress: Reason[] = []
  const set = (name: string, values: readonly string[]) => {
    const reasons = endpoint.parameters.set(request, name, values, sent)
    if (reasons) ofAddress.push(...reasons)
  }
  for (const [name, values] of sources.query) set(name, values)
  const ofBody = bindBody(endpoint, formats, sources, request, sent)
  if (ofBody && ofBody.reasons.length === 0) return ofBody
  for (const [name, value] of sources.path) set(name, [value])
  if (ofAddress.length > 0) return addressFailure([...ofAddress, ...(ofBody?.reasons ?? [])])
  return ofBody ?? { request, sent }
}

/** The observed code for what an address says wrongly; the message is that of the first reason. */
function addressFailure(reasons: readonly Reason[]): Failure {
  const { code, status } = hostErrors.RequestBindingException
  return new Failure({ code, status, message: reasons[0]?.message ?? '', reasons })
}

function bindBody(
  endpoint: Endpoint,
  formats: FormatIndex,
  { body, media, untyped }: Sources,
  request: object,
  sent: Set<string>,
): Failure | undefined {
  if (body === null || body.length === 0) return undefined
  if (media?.charset && media.charset !== 'utf-8' && media.charset !== 'utf8' && media.charset !== 'us-ascii') {
    return fail(hostErrors.UnsupportedCharset, media.charset)
  }
  if (!isUtf8(body)) return fail(hostErrors.InvalidEncoding)
  const text = body.toString('utf8')
  if (media?.type === formType) return bindForm(endpoint, text, request, sent)
  const format = media === null || media.type === 'text/plain' ? untyped : formats.byMedia(media.type)
  const codec = format && endpoint.requests.get(format)
  if (!codec) {
    return fail(hostErrors.UnsupportedMediaType, media?.type ?? '', [...formats.mediaTypes, formType].join(', '))
  }
  return codec.decodeInto(text, request, sent)
}

function bindForm(endpoint: Endpoint, text: string, request: object, sent: Set<string>): Failure | undefined {
  const reasons: Reason[] = []
  for (const [name, values] of parseQuery(text)) {
    reasons.push(...(endpoint.parameters.set(request, name, values, sent) ?? []))
  }
  return reasons.length > 0 ? addressFailure(reasons) : undefined
}
