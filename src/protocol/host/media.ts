import type { Format, ResponseFormat } from '../formats/codec.ts'

/** The Content-Type of a body: its media type in lower case, and its charset where it names one. */
export interface Media {
  readonly type: string
  readonly charset: string | null
  /** All of the header. */
  readonly header: string
}

/** Parses a Content-Type; null when there is none. */
export function mediaOf(header: string | undefined): Media | null {
  if (header === undefined || header === '') return null
  const semicolon = header.indexOf(';')
  if (semicolon === -1) return { type: header.trim().toLowerCase(), charset: null, header }
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(header)?.[1]
  return { type: header.slice(0, semicolon).trim().toLowerCase(), charset: charset?.toLowerCase() ?? null, header }
}

/** The formats of a host, found by what the wire calls them. */
export class FormatRegistry {
  /** Those that requests are read in. */
  readonly readers: readonly Format[]
  /** Those that answers are written in. */
  readonly writers: readonly ResponseFormat[]
  /** The format where nothing else is asked. */
  readonly preferred: Format
  readonly #readers: ReadonlyMap<string, Format>
  readonly #writers: ReadonlyMap<string, ResponseFormat>
  readonly #byName: ReadonlyMap<string, ResponseFormat>

  constructor(readers: readonly [Format, ...Format[]], writers: readonly ResponseFormat[]) {
    this.readers = readers
    this.writers = writers
    this.preferred = readers[0]
    this.#readers = byMedia(readers)
    this.#writers = byMedia(writers)
    this.#byName = new Map(writers.map((format) => [format.name, format]))
  }

  /** The format that reads bodies of a media type. */
  reader(mediaType: string): Format | undefined {
    return this.#readers.get(mediaType)
  }

  /** The format that writes answers of a media type. */
  writer(mediaType: string): ResponseFormat | undefined {
    return this.#writers.get(mediaType)
  }

  /** The format of that name, in any letter case, that answers are written in. */
  named(name: string): ResponseFormat | undefined {
    return this.#byName.get(name.toLowerCase())
  }

  /** All media types that bodies are read of. */
  get readable(): string[] {
    return [...this.#readers.keys()]
  }
}

function byMedia<F extends ResponseFormat>(formats: readonly F[]): ReadonlyMap<string, F> {
  return new Map(formats.flatMap((format) => format.mediaTypes.map((type) => [type, format] as const)))
}
