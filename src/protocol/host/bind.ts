import { isUtf8 } from 'node:buffer'
import type { Format, Sent } from '../formats/codec.ts'
import { formMediaTypes } from '../formats/form/form.ts'
import type { FormValues } from '../formats/form/values.ts'
import { Failure, fail, type Reason } from '../schema/failure.ts'
import type { Endpoint } from './endpoint.ts'
import { hostErrors } from './errors.ts'
import type { FormatRegistry, Media } from './media.ts'

/** Which part of a request a field comes from. */
export type FieldSource = 'Query' | 'Body' | 'Path'

/** The names of the fields that were bound, each with where its value comes from. */
export type FieldSources = Map<string, FieldSource>

/** Where a request's fields come from. */
export interface Sources {
  readonly query: FormValues
  readonly body: Buffer | null
  readonly media: Media | null
  /** How a body without a type, or of type text/plain, is read. */
  readonly untyped: Format
  /** The variables of the path, each with its value. */
  readonly path: readonly (readonly [name: string, value: string])[]
  /** Where it is noted what each field was bound from; null where nobody asks. */
  readonly fieldSources: FieldSources | null
}

/** A request as its operation takes it, and the names of the fields that were sent. */
export type Bound = Sent<object>

/**
 * Binds a request: the query string, then the body, then the path, the later ones over the earlier, so that the path
 * always wins. What the address says wrongly and what the body says wrongly is told together.
 */
export async function bind(endpoint: Endpoint, formats: FormatRegistry, sources: Sources): Promise<Bound | Failure> {
  const bound: Bound = { value: endpoint.operation.request.create(), sent: new Set() }
  const ofAddress: Reason[] = []
  const ofQuery = boundFrom('Query', bound, sources.fieldSources)
  for (const [name, values] of sources.query) setParameter(endpoint, ofQuery, name, values, ofAddress)
  const ofBody = hasBody(sources)
    ? await bindBody(endpoint, formats, sources, boundFrom('Body', bound, sources.fieldSources))
    : undefined
  if (ofBody && ofBody.reasons.length === 0) return ofBody
  const ofPath = boundFrom('Path', bound, sources.fieldSources)
  for (const [name, value] of sources.path) setParameter(endpoint, ofPath, name, [value], ofAddress)
  if (ofAddress.length > 0) return addressFailure([...ofAddress, ...(ofBody?.reasons ?? [])])
  return ofBody ?? bound
}

/** The same request, whose fields are noted as they are bound. */
function boundFrom(source: FieldSource, bound: Bound, trail: FieldSources | null): Bound {
  return trail === null ? bound : { value: bound.value, sent: new RecordedNames(bound.sent, source, trail) }
}

/** Adds names to a set of them, and to a trail with where they come from. */
class RecordedNames extends Set<string> {
  readonly #sent: Set<string>
  readonly #source: FieldSource
  readonly #trail: FieldSources

  constructor(sent: Set<string>, source: FieldSource, trail: FieldSources) {
    super()
    this.#sent = sent
    this.#source = source
    this.#trail = trail
  }

  override add(name: string): this {
    this.#sent.add(name)
    this.#trail.set(name, this.#source)
    return super.add(name)
  }
}

/** Reads a body that is a list of requests. */
export function bindAll(
  endpoint: Endpoint,
  formats: FormatRegistry,
  { body, media, untyped }: Pick<Sources, 'body' | 'media' | 'untyped'>,
): readonly Bound[] | Failure {
  if (body === null || body.length === 0) return []
  const format = readerOf(media, untyped, formats)
  if (format instanceof Failure) return format
  return textOf(body, media, (text) => endpoint.request(format).decodeAll(text))
}

function setParameter(
  { parameters }: Endpoint,
  { value, sent }: Bound,
  name: string,
  values: readonly string[],
  reasons: Reason[],
): void {
  const found = parameters.set(value, name, values, sent)
  if (found) reasons.push(...found)
}

/** The observed code for what an address says wrongly; the message is that of the first reason. */
function addressFailure(reasons: readonly Reason[]): Failure {
  const { code, status } = hostErrors.RequestBindingException
  return new Failure({ code, status, message: reasons[0]?.message ?? '', reasons })
}

function hasBody({ body }: Sources): boolean {
  return body !== null && body.length > 0
}

async function bindBody(
  endpoint: Endpoint,
  formats: FormatRegistry,
  { body, media, untyped }: Sources,
  { value, sent }: Bound,
): Promise<Failure | undefined> {
  const bytes = body ?? Buffer.alloc(0)
  if (media && formMediaTypes.some((type) => type === media.type)) {
    return endpoint.form.decodeInto(bytes, media.header, value, sent)
  }
  const format = readerOf(media, untyped, formats)
  if (format instanceof Failure) return format
  return textOf(bytes, media, (text) => endpoint.request(format).decodeInto(text, value, sent))
}

/** The format that a body is in. */
function readerOf(media: Media | null, untyped: Format, formats: FormatRegistry): Format | Failure {
  if (media === null || media.type === 'text/plain') return untyped
  const known = [...formats.readable, ...formMediaTypes].join(', ')
  return formats.reader(media.type) ?? fail(hostErrors.UnsupportedMediaType, media.type.slice(0, 100), known)
}

const charsets = [null, 'utf-8', 'utf8', 'us-ascii']

/** What `read` makes of the text of a body. */
function textOf<T>(body: Buffer, media: Media | null, read: (text: string) => T): T | Failure {
  const charset = media?.charset ?? null
  if (!charsets.includes(charset)) return fail(hostErrors.UnsupportedCharset, String(charset).slice(0, 100))
  return isUtf8(body) ? read(body.toString('utf8')) : fail(hostErrors.InvalidEncoding)
}
