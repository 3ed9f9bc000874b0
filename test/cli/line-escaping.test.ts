import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escapeNewlines, linesOf, unescapeNewlines } from '../../src/cli/line-escaping.ts'

async function linesIn(chunks: readonly Uint8Array[]): Promise<string[]> {
  const lines: string[] = []
  for await (const some of linesOf(chunksOf(chunks))) for (const line of some) lines.push(Buffer.from(line).toString())
  return lines
}

function chunksOf(chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  return Readable.from(chunks)
}

describe('the lines of a stream', () => {
  test('are the same however it is cut', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '🎼', '\n', '\r\n', '\u2028', '\u0085') })
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(40)), async (text, cuts) => {
        const bytes = Buffer.from(text)
        const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length]
        const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end))
        const wanted = text.split(/\r?\n/)
        // A line break ends a line: there is no other after the last.
        if (wanted.at(-1) === '') wanted.pop()
        expect(await linesIn(chunks)).toEqual(wanted)
      }),
    )
  })
})

describe('a document on one line', () => {
  test('is read as it was written, and has no line break', () => {
    const text = fc.string({ unit: fc.constantFrom('\\', 'n', '\n', '\r', 'x') })
    fc.assert(
      fc.property(text, (text) => {
        expect(escapeNewlines(text)).not.toContain('\n')
        expect(unescapeNewlines(escapeNewlines(text))).toBe(text)
      }),
    )
  })

  test.each([
    ['{a:"x\ny"}', '{a:"x\\ny"}'],
    ['{a:C:\\temp}', '{a:C:\\temp}'],
    ['{a:C:\\new}', '{a:C:\\\\new}'],
  ])('%j is written %j', (text, line) => {
    expect(escapeNewlines(text)).toBe(line)
  })
})
