import type { FastifyRequest } from 'fastify'
import type { ResponseFormat } from '../formats/codec.ts'
import type { FormValues } from '../formats/form/values.ts'
import { csv, json } from '../formats/index.ts'
import { configuredJson } from '../formats/json/configured.ts'
import { jsonp, jsonpContentType } from '../formats/json/jsonp.ts'
import { parseJsonOptions } from '../formats/json/options.ts'
import { Failure } from '../schema/failure.ts'
import type { FormatRegistry } from './media.ts'
import type { NegotiationInput } from './negotiate.ts'
import { lastOf } from './query.ts'
import type { Presentation } from './response-writers.ts'

/** How a request wants its answer: its format and, of JSON, whether as a script and with which options. */
export interface ResponseVariant extends Presentation {
  readonly contentType: string
  /** Whether nothing but the format decides the text. */
  readonly isPlain: boolean
  /** What decides the text besides the format. */
  readonly key: string
  /** The file that a browser keeps it as; null where it shows it. */
  readonly fileName: string | null
  /** The text of an answer as it is sent. */
  wrap(text: string): string
}

export interface ResponseVariantOrFailure {
  readonly variant: ResponseVariant
  /** Why what was asked cannot be had; the shape is then that of the refusal. */
  readonly failure: Failure | null
}

/** Works out the shape of the answer to a request. */
export type ResponseVariantResolver = (
  request: FastifyRequest,
  query: FormValues,
  fixed: ResponseFormat | null,
) => ResponseVariantOrFailure

export function responseVariantResolver(
  formats: FormatRegistry,
  negotiate: (wishes: NegotiationInput) => ResponseFormat,
): ResponseVariantResolver {
  const plain = new Map(formats.writers.map((format) => [format, plainShape(format)]))
  const { readers } = formats

  function plainShape(format: ResponseFormat): ResponseVariant {
    return {
      format,
      contentType: format.contentType,
      isPlain: true,
      key: '',
      fileName: format === csv ? 'answer.csv' : null,
      links: () => [],
      wrap: (text) => text,
    }
  }

  return (request, query, fixed) => {
    const { accept, 'content-type': contentType } = request.headers
    const format = negotiate({ fixed, format: lastOf(query, 'format'), accept, contentType })
    const shape = plain.get(format) ?? plainShape(format)
    if (format === json) return query.size === 0 ? { variant: shape, failure: null } : asked(shape, query)
    if (request.method !== 'GET' || readers.some((reader) => reader === format))
      return { variant: shape, failure: null }
    const links = () => readers.map(({ name }) => ({ label: name.toUpperCase(), href: withFormat(request.url, name) }))
    return { variant: { ...shape, isPlain: false, key: request.url, links }, failure: null }
  }
}

/** JSON as `?jsconfig=` and `?callback=` want it. */
function asked(shape: ResponseVariant, query: FormValues): ResponseVariantOrFailure {
  const config = lastOf(query, 'jsconfig')
  const options = config === undefined ? undefined : parseJsonOptions(config)
  if (options instanceof Failure) return { variant: shape, failure: options }
  const format = options ? configuredJson(options) : shape.format
  const callback = lastOf(query, 'callback')
  const key = `${config} ${callback}`
  const isPlain = config === undefined
  if (callback === undefined || callback === '') return { variant: { ...shape, format, isPlain, key }, failure: null }
  const probe = jsonp(callback, '')
  if (probe instanceof Failure) return { variant: { ...shape, format }, failure: probe }
  const wrap = (text: string) => {
    const script = jsonp(callback, text)
    return script instanceof Failure ? text : script
  }
  return {
    variant: { ...shape, format, contentType: jsonpContentType, isPlain: false, key, wrap },
    failure: null,
  }
}

/** The same address, asking for a format. */
function withFormat(url: string, format: string): string {
  const at = url.indexOf('?')
  const query = new URLSearchParams(at === -1 ? '' : url.slice(at + 1))
  query.set('format', format)
  return `${at === -1 ? url : url.slice(0, at)}?${query}`
}
