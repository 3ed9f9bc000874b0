import type { Failure } from '../schema/failure.ts'
import type { AnyType, DtoType, Value } from '../schema/type-model.ts'
import { list } from '../schema/types.ts'
import type { Codec, DtoCodec, Format, Sent } from './codec.ts'
import { Problems, refusal } from './problems.ts'
import type { PieceWriter, TextWriter } from './scalars.ts'

/**
 * Reads a document of one type. Answers null or undefined when nothing is set; notes values that are not of their type
 * in `problems`. @throws SyntaxProblem
 */
export type DocumentReader = (text: string, problems: Problems) => unknown

/** As {@link DocumentReader}, onto a value that is there. */
export type DocumentMerger = (text: string, problems: Problems, target: object, sent: Set<string>) => void

/** What a format is made of: how its documents of a type are read and written. */
export interface Parts {
  readonly name: string
  readonly contentType: string
  readonly mediaTypes: readonly string[]
  readonly reader: (type: AnyType) => DocumentReader
  readonly merger: (type: DtoType<object>) => DocumentMerger
  readonly writer: (type: AnyType) => TextWriter
  readonly pieceWriter: (type: AnyType) => PieceWriter
  readonly indentedWriter: (type: AnyType) => TextWriter
}

/** Makes a format of its parts. */
export function formatOf(parts: Parts): Format {
  const { name, contentType, mediaTypes } = parts

  // The overloads tie the codec's static type to the declaration that it is compiled from.
  function compile<T extends object>(type: DtoType<T>): DtoCodec<T>
  function compile<T extends AnyType>(type: T): Codec<Value<T>>
  function compile(type: AnyType): Codec<unknown> | DtoCodec<object> {
    const codec = codecOf(parts, type)
    if (type.kind !== 'dto') return codec
    return { ...codec, decodeInto: mergerOf(parts, type), decodeAll: listReaderOf(parts, type) }
  }

  return { name, contentType, mediaTypes, compile }
}

function codecOf(parts: Parts, type: AnyType): Codec<unknown> {
  const write = parts.writer(type)
  const writePieces = parts.pieceWriter(type)
  const writeIndented = parts.indentedWriter(type)
  const read = parts.reader(type)
  return {
    encode: (value) => (value === null ? '' : write(value)),
    pieces: (value) => (value === null ? [] : writePieces(value)),
    encodeIndented: (value) => (value === null ? '' : writeIndented(value)),
    decode(given) {
      const text = withoutMark(given)
      const problems = new Problems()
      try {
        const value = read(text, problems)
        return problems.count > 0 ? problems.failure() : (value ?? null)
      } catch (thrown) {
        return refusal(thrown, text)
      }
    },
  }
}

function mergerOf(parts: Parts, type: DtoType<object>): DtoCodec<object>['decodeInto'] {
  const merge = parts.merger(type)
  return (given: string, target: object, sent: Set<string>): Failure | undefined => {
    const text = withoutMark(given)
    const problems = new Problems()
    try {
      merge(text, problems, target, sent)
      return problems.count > 0 ? problems.failure() : undefined
    } catch (thrown) {
      return refusal(thrown, text)
    }
  }
}

function listReaderOf(parts: Parts, type: DtoType<object>): DtoCodec<object>['decodeAll'] {
  let read: DocumentReader | undefined
  return (given) => {
    // Few types are ever read in lists.
    read ??= parts.reader(list(type))
    const text = withoutMark(given)
    const sent = new WeakMap<object, Set<string>>()
    const problems = new Problems(sent)
    try {
      const items = read(text, problems) ?? []
      if (problems.count > 0) return problems.failure()
      return Array.isArray(items) ? items.map((item) => sentItem(item, sent)) : []
    } catch (thrown) {
      return refusal(thrown, text)
    }
  }
}

/** A reader notes the fields of every object it makes, so that one without is not there: the problem was noted. */
function sentItem(item: unknown, sent: WeakMap<object, Set<string>>): Sent<object> {
  const value = typeof item === 'object' && item !== null ? item : {}
  return { value, sent: sent.get(value) ?? new Set() }
}

/** Some editors and clients begin a text with a byte order mark, which is no part of it. */
function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}
