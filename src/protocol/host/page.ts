import type { Failure } from '../schema/failure.ts'

/** A request for a page that describes the service: what of it a page may depend on. */
export interface PageRequest {
  /** The values of the query string; names in lower case, of several values the last. */
  readonly query: ReadonlyMap<string, string>
  /** The values of the path's variables, decoded, by the name in braces. */
  readonly path: Readonly<Record<string, string>>
  /** Where the caller reaches this server, without a slash at the end: `http://127.0.0.1:8080`. */
  readonly baseUrl: string
}

export interface PageResponse {
  /** With its charset, where it is text. */
  readonly contentType: string
  readonly body: string | Uint8Array
}

/** An address that is no operation: metadata, types, schemas. Open to all, and read only. */
export interface Page {
  /** `/metadata`, `/types/{language}`: matched in any letter case. */
  readonly path: string
  /**
   * Returns a name for all that the answer depends on besides the base URL, where that is one of few values: the answer is
   * then made once, and must hold the base URL as it is given. Null, or no such function: it is made for each request.
   */
  variant?(request: PageRequest): string | null
  answer(request: PageRequest): PageResponse | Failure | Promise<PageResponse | Failure>
}
