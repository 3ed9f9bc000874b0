const newline = 0x0a
const carriageReturn = 0x0d

/**
 * The lines of a stream of bytes as they come, without their ends (LF or CRLF): some at a time, so that whoever answers
 * each writes seldom. Only these end a line: a document may hold the other characters that Unicode calls line ends.
 */
export async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array[]> {
  let begun: Uint8Array[] = []
  for await (const chunk of input) {
    const lines: Uint8Array[] = []
    let start = 0
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      lines.push(withoutReturn(joined([...begun, chunk.subarray(start, end)])))
      begun = []
      start = end + 1
    }
    if (start < chunk.length) begun.push(chunk.subarray(start))
    if (lines.length > 0) yield lines
  }
  if (begun.length > 0) yield [withoutReturn(joined(begun))]
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only, ...others] = parts
  return only && others.length === 0 ? only : Buffer.concat(parts)
}

function withoutReturn(line: Uint8Array): Uint8Array {
  return line.at(-1) === carriageReturn ? line.subarray(0, -1) : line
}

/**
 * A document on one line: a line break is written `\n`, and backslashes before a break or an `n` are doubled, so that
 * {@link unescapeNewlines} gives the same document back.
 */
export function escapeNewlines(text: string): string {
  return text.replace(/\\*\n|\\+(?=n)/g, (found) => {
    const breaks = found.endsWith('\n')
    const slashes = breaks ? found.slice(0, -1) : found
    return slashes + slashes + (breaks ? '\\n' : '')
  })
}

/** The document that {@link escapeNewlines} wrote on one line. */
export function unescapeNewlines(line: string): string {
  return line.replace(/(\\+)n/g, (_, slashes: string) => {
    const kept = slashes.slice(0, slashes.length >> 1)
    return kept + (slashes.length % 2 === 1 ? '\n' : 'n')
  })
}
