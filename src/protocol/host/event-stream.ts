import type { EventStream } from '../schema/event-stream.ts'

export const eventStreamContentType = 'text/event-stream; charset=utf-8'

/** How long a browser waits before it connects again, in milliseconds. */
const retry = 2_000

/** The text of the messages, one after the other. */
export async function* eventTexts({ messages }: EventStream): AsyncGenerator<string> {
  yield `retry: ${retry}\n\n`
  for await (const { name, data } of messages) {
    yield name === null ? ':\n\n' : `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
  }
}
