/**
 * An answer that may be given again, the same each time, until what it tells has changed. Texts made of it are kept with it,
 * by whoever makes them.
 */
export class CachedResponse {
  readonly response: object
  /** The same for answers that tell the same, whenever they were made: for ETag. */
  readonly validator: string
  readonly texts = new Map<string, Uint8Array>()

  constructor(answer: object, validator: string) {
    this.response = answer
    this.validator = validator
  }
}
