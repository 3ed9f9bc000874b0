import { isUtf8 } from 'node:buffer'
import { type ImportRefused, importRefused } from './report.ts'

/** The text of a file, which must be UTF-8: in another encoding names would be broken unseen. */
export function textOf(file: Uint8Array): string | ImportRefused {
  if (isUtf8(file)) return Buffer.from(file.buffer, file.byteOffset, file.byteLength).toString('utf8')
  const line = lineOfOtherBytes(file)
  return importRefused(
    'FileNotUtf8',
    `The file is not UTF-8 text, first on line ${line}; save it as UTF-8 (“CSV UTF-8”).`,
  )
}

/** From 1. A line break is the same byte in UTF-8 and in the encodings it is mistaken for. */
function lineOfOtherBytes(file: Uint8Array): number {
  let line = 1
  let start = 0
  for (let end = file.indexOf(0x0a); end !== -1; end = file.indexOf(0x0a, start)) {
    if (!isUtf8(file.subarray(start, end))) break
    line++
    start = end + 1
  }
  return line
}
