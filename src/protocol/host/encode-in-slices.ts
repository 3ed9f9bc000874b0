import { fail } from '../schema/failure.ts'
import { Interruption, type LongWork } from '../schema/long-work.ts'
import { hostErrors } from './errors.ts'

/** Pieces are put together to parts of this many characters, each of which is then made bytes. */
const partLength = 65_536

/** Writes a long answer with pauses. @returns its bytes @throws Interruption where there are more than `maxBytes` */
export async function encodeInSlices(pieces: Iterable<string>, work: LongWork, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let bytes = 0
  let part = ''
  const finishPart = () => {
    const encoded = Buffer.from(part)
    parts.push(encoded)
    bytes += encoded.length
    part = ''
    if (bytes > maxBytes) throw new Interruption(fail(hostErrors.AnswerTooLarge, maxBytes, 'bytes'))
  }
  await work.forEach(pieces, (piece) => {
    part += piece
    if (part.length >= partLength) finishPart()
  })
  finishPart()
  return Buffer.concat(parts, bytes)
}
