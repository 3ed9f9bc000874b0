import type { Format } from '../../formats/codec.ts'
import type { Operation, Route, Verb } from '../../schema/operation.ts'
import { sampleText } from './sample.ts'

/** A sample call: the request and the answer as they go over the wire, with placeholders where values differ. */
export interface SampleCall {
  readonly request: { readonly head: readonly string[]; readonly body: string | null }
  readonly response: { readonly head: readonly string[]; readonly body: string }
}

/** Whether a request with this verb carries its fields in a body; otherwise they travel in the query string. */
export function hasBody(verb: Verb): boolean {
  return verb === 'POST' || verb === 'PUT' || verb === 'PATCH'
}

/** The media type alone: `text/jsv` of `text/jsv; charset=utf-8`. */
export function mediaType(format: Format): string {
  return format.contentType.split(';', 1)[0] ?? ''
}

/** The sample call of an operation in a format, by its first route that has a body, or else its first. */
export function sampleCall(operation: Operation, format: Format, host: string): SampleCall {
  const route = sampleRoute(operation, format)
  const accept = [`Host: ${host}`, `Accept: ${mediaType(format)}`]
  const content = [`Content-Type: ${mediaType(format)}`, 'Content-Length: length']
  const withBody = hasBody(route.verb)
  return {
    request: {
      head: [`${route.verb} ${route.path} HTTP/1.1`, ...accept, ...(withBody ? content : [])],
      body: withBody ? sampleText(operation.request, format) : null,
    },
    response: {
      head: ['HTTP/1.1 200 OK', ...content],
      body: sampleText(operation.response, format),
    },
  }
}

function sampleRoute(operation: Operation, format: Format): Pick<Route, 'verb' | 'path'> {
  const undeclared = { verb: 'POST', path: `/${format.name}/reply/${operation.name}` } as const
  return operation.routes.find((route) => hasBody(route.verb)) ?? operation.routes[0] ?? undeclared
}
