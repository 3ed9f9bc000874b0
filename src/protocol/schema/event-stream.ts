/** A message of an {@link EventStream}; without a name, a sign that the line still stands. */
export interface StreamMessage {
  readonly name: string | null
  /** Becomes JSON. */
  readonly data: unknown
}

/**
 * An answer that does not end: messages as they come, for as long as the caller listens, as server-sent events. Source: HTML,
 * 9.2.
 */
export class EventStream {
  readonly messages: AsyncIterable<StreamMessage>

  constructor(messages: AsyncIterable<StreamMessage>) {
    this.messages = messages
  }
}
