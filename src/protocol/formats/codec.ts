import { catalogue, type Failure } from '../schema/failure.ts'
import type { AnyType, DtoType, Value } from '../schema/type-model.ts'

/** Nesting deeper than this is refused by every reader. */
export const maxDepth = 64

/** What a reader refuses, in every format. Positions count from 1; a column is in UTF-16 units. */
export const formatErrors = catalogue({
  SerializationException: [
    400,
    (problem: string, line: number, column: number) => `${problem} at line ${line}, column ${column}.`,
  ],
  InvalidValue: [400, (expected: string, found: string) => `Expected ${expected}, found ${found}.`],
})

/** Writes the values of one type in one format. Compiled once, used for every call. */
export interface Encoder<T> {
  /** The value as text; an unset (null) value is the empty text. */
  encode(value: T | null): string
  /** The same text in pieces, at most a row of a list each, for answers that are written with pauses. */
  pieces(value: T | null): Iterable<string>
}

/** Reads and writes the values of one type in one format. */
export interface Codec<T> extends Encoder<T> {
  /** As {@link encode}, spread over lines for people. Readers take it as well. */
  encodeIndented(value: T | null): string
  /** The value in `text`, or what is wrong with it: a bad document (with its place), or every bad field (by name). */
  decode(text: string): T | null | Failure
}

/** A value as it was sent: its fields, and which of them were in the text. */
export interface Sent<T extends object> {
  readonly value: T
  readonly sent: Set<string>
}

/** A codec of a DTO can also read onto a value that is there: binding does, source after source. */
export interface DtoCodec<T extends object> extends Codec<T> {
  /**
   * Sets the fields that `text` has on `target`, and adds their names to `sent`. An empty text has none.
   * After a failure the target is not to be used.
   */
  decodeInto(text: string, target: T, sent: Set<string>): Failure | undefined
  /** The values of a list, each with the names of the fields that the text has of it. An empty text has none. */
  decodeAll(text: string): readonly Sent<T>[] | Failure
}

/** A format that answers are written in. */
export interface ResponseFormat {
  /** Its name in `?format=`, in suffixes and in addresses such as `/jsv/reply/{Op}`. */
  readonly name: string
  /** The Content-Type of what it writes. */
  readonly contentType: string
  /** The media types that it is asked for by, and that its readers take, in lower case. */
  readonly mediaTypes: readonly string[]
  compile<T extends AnyType>(type: T): Encoder<Value<T>>
}

/** A format of the wire: also read. Adding one is one file (or folder) here and one line in {@link file://./index.ts}. */
export interface Format extends ResponseFormat {
  compile<T extends object>(type: DtoType<T>): DtoCodec<T>
  compile<T extends AnyType>(type: T): Codec<Value<T>>
}
