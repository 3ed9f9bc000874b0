import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy'
import { guardCallback } from '../../../runtime/guard.ts'
import { catalogue, type Failure, fail, failField } from '../../schema/failure.ts'
import { formatErrors } from '../codec.ts'
import { FormCollector, type FormValues } from './values.ts'

const maxParts = 1000
const maxPartBytes = 1_048_576
const maxHeaderBytes = 8192

/** What a multipart body is refused for; the parser knows no line and column. */
export const multipartErrors = catalogue({
  SerializationException: [400, (problem: string) => `The multipart body ${problem}.`],
})
const { SerializationException } = multipartErrors

/**
 * Reads a `multipart/form-data` body. The values are those of the parts whose names `wanted` accepts, as text in UTF-8,
 * those of file parts too; the other parts are passed over, whatever they hold. A body that is malformed or cut short,
 * has over 1000 parts or a value over 1 MiB is refused (SerializationException); bytes that are no text are refused by
 * their field.
 */
export function multipartParameters(
  body: Uint8Array,
  contentType: string,
  wanted: (name: string) => boolean,
): Promise<FormValues | Failure> {
  const parser = parserOf(contentType)
  if (parser === undefined) return Promise.resolve(fail(SerializationException, 'has no boundary in its Content-Type'))

  return new Promise((resolve) => {
    const refuse = (problem: string) => resolve(fail(SerializationException, problem))
    const parts: Part[] = []
    parser.on(
      'file',
      guardCallback('parser-file', (name: string | undefined, stream: BusboyFileStream) => {
        // A part that is cut short is an error of its stream first; without a listener it would end the process.
        stream.on(
          'error',
          guardCallback('stream-error', () => refuse('is malformed or cut short')),
        )
        if (name === undefined || !wanted(name)) return stream.resume()
        const chunks: Buffer[] = []
        parts.push({ name, chunks })
        stream.on(
          'data',
          guardCallback('stream-data', (chunk: Buffer) => chunks.push(chunk)),
        )
        stream.on(
          'limit',
          guardCallback('stream-limit', () => refuse(`has a value of more than ${maxPartBytes} bytes`)),
        )
      }),
    )
    parser.on(
      'partsLimit',
      guardCallback('parser-parts-limit', () => refuse(`has more than ${maxParts} parts`)),
    )
    parser.on(
      'error',
      guardCallback('parser-error', () => refuse('is malformed or cut short')),
    )
    parser.on(
      'finish',
      guardCallback('parser-finish', () => resolve(collected(parts))),
    )
    parser.end(body)
  })
}

interface Part {
  readonly name: string
  readonly chunks: readonly Buffer[]
}

function collected(parts: readonly Part[]): FormValues | Failure {
  const collector = new FormCollector()
  for (const { name, chunks } of parts) {
    const text = utf8Text(Buffer.concat(chunks))
    if (text === undefined) {
      return failField(name.slice(0, 60), formatErrors.InvalidValue, 'text in UTF-8', 'other bytes')
    }
    collector.add(name, text)
  }
  return collector.values
}

/** Undefined where the Content-Type names no boundary. */
function parserOf(contentType: string): BusboyInstance | undefined {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      // As a file, every part comes as bytes: a wrong text is found rather than repaired.
      isPartAFile: () => true,
      limits: { parts: maxParts, fileSize: maxPartBytes, headerSize: maxHeaderBytes },
    })
  } catch {
    return undefined
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The text of bytes in UTF-8, without a byte order mark; undefined for bytes that are none. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}
