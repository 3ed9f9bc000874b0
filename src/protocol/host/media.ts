import type { Format } from '../formats/codec.ts'

/** The Content-Type of a body: its media type in lower case, and its charset where it names one. */
export interface Media {
  readonly type: string
  readonly charset: string | null
}

/** Parses a Content-Type; null when there is none. */
export function mediaOf(header: string | undefined): Media | null {
  if (header === undefined || header === '') return null
  const semicolon = header.indexOf(';')
  if (semicolon === -1) return { type: header.trim().toLowerCase(), charset: null }
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(header)?.[1]
  return { type: header.slice(0, semicolon).trim().toLowerCase(), charset: charset?.toLowerCase() ?? null }
}

/** Finds formats by what the wire calls them. */
export class FormatIndex {
  readonly all: readonly Format[]
  readonly #byMedia: ReadonlyMap<string, Format>
  readonly #byName: ReadonlyMap<string, Format>

  constructor(formats: readonly [Format, ...Format[]]) {
    this.all = formats
    this.preferred = formats[0]
    this.#byName = new Map(formats.map((format) => [format.name, format]))
    this.#byMedia = new Map(formats.flatMap((format) => format.mediaTypes.map((type) => [type, format] as const)))
  }

  /** The format of answers for which nothing else is asked. */
  readonly preferred: Format

  byMedia(type: string): Format | undefined {
    return this.#byMedia.get(type)
  }

  byName(name: string): Format | undefined {
    return this.#byName.get(name.toLowerCase())
  }

  get mediaTypes(): string[] {
    return [...this.#byMedia.keys()]
  }
}
