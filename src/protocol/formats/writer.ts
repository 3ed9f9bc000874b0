import type { AnyType, DictionaryType, DtoType, ListType } from '../schema/type-model.ts'
import { defaultOf } from '../schema/types.ts'
import { membersOf, once } from './members.ts'
import { hasRows } from './rows.ts'
import { defect, isSimple, type PieceWriter, type SimpleType, type TextWriter } from './scalars.ts'

/** What JSON and JSV write differently; the shape of objects and lists is the same in both. */
export interface Style {
  /** The writer of the values of a type that is one piece of text. */
  readonly text: (type: SimpleType) => TextWriter
  /** A name or key, quoted where it must be. */
  readonly key: (name: string) => string
  /** What stands for null in a list; in objects nulls are left out. */
  readonly nullItem: string
}

/** What a compact style may write differently of a DTO. */
export interface CompactStyle extends Style {
  /** A field's name as it is written. */
  readonly member?: (name: string) => string
  /** What stands for a null field; without it, such a field is left out. */
  readonly nullMember?: string | undefined
  /** Whether fields that hold the default of their value type are left out. */
  readonly omitsDefaults?: boolean
}

/** A style that is spread over lines. */
export interface IndentedStyle extends Style {
  /** What a line gains at each level. */
  readonly step: string
  /** Whether the bracket of a field's value stands on a line of its own. */
  readonly ownLine: boolean
}

/** Compiles the compact writers of a style, one for each type. */
export function compactWriters(style: CompactStyle): (type: AnyType) => TextWriter {
  const compile = once((type: AnyType): TextWriter => {
    if (isSimple(type)) return style.text(type)
    switch (type.kind) {
      case 'nullable':
        return compile(type.inner)
      case 'list':
        return listWriter(type)
      case 'dictionary':
        return dictionaryWriter(type)
      case 'dto':
        return dtoWriter(type)
    }
  })

  function dtoWriter(type: DtoType<object>): TextWriter {
    const fields = type.fields.map(({ name, type: fieldType }) => {
      const written = style.key(style.member?.(name) ?? name)
      const write = compile(fieldType)
      const unset = style.omitsDefaults ? defaultOf(fieldType) : null
      return { name, first: `{${written}:`, next: `,${written}:`, write, omitted: unset === null ? null : write(unset) }
    })
    const { nullMember } = style
    return (value) => {
      if (typeof value !== 'object' || value === null) return defect(type, value)
      const members = membersOf(value)
      let text = ''
      for (const field of fields) {
        const member = members[field.name]
        if (member === null || member === undefined) {
          if (nullMember !== undefined) text += (text === '' ? field.first : field.next) + nullMember
          continue
        }
        const said = field.write(member)
        if (said !== field.omitted) text += (text === '' ? field.first : field.next) + said
      }
      return text === '' ? '{}' : `${text}}`
    }
  }

  function listWriter(type: ListType<unknown[]>): TextWriter {
    const item = compile(type.item)
    return (value) => {
      if (!Array.isArray(value)) return defect(type, value)
      let text = '['
      for (let i = 0; i < value.length; i++) {
        const each: unknown = value[i]
        if (i > 0) text += ','
        text += each === null || each === undefined ? style.nullItem : item(each)
      }
      return `${text}]`
    }
  }

  function dictionaryWriter(type: DictionaryType<unknown>): TextWriter {
    const item = compile(type.item)
    return (value) => {
      if (!(value instanceof Map)) return defect(type, value)
      let text = ''
      for (const [key, each] of entries(value)) {
        text += `${text === '' ? '{' : ','}${style.key(key)}:${item(each)}`
      }
      return text === '' ? '{}' : `${text}}`
    }
  }

  return compile
}

/** Compiles writers of a style that yield a piece for each row: an item of a list of DTOs. `writers` are its {@link compactWriters}. */
export function pieceWriters(
  style: CompactStyle,
  writers: (type: AnyType) => TextWriter,
): (type: AnyType) => PieceWriter {
  const compile = once((type: AnyType): PieceWriter => {
    const write = writers(type)
    if (!hasRows(type)) return (value) => [write(value)]
    return type.kind === 'list' ? listPieces(type) : dtoPieces(type)
  })

  function dtoPieces(type: DtoType<object>): PieceWriter {
    const fields = type.fields.map(({ name, type: fieldType }) => {
      const written = style.key(style.member?.(name) ?? name)
      const write = writers(fieldType)
      const unset = style.omitsDefaults ? defaultOf(fieldType) : null
      const rows = hasRows(fieldType) ? compile(fieldType) : null
      return { name, key: `${written}:`, write, rows, omitted: unset === null ? null : write(unset) }
    })
    const { nullMember } = style
    return function* (value) {
      if (typeof value !== 'object' || value === null) return defect(type, value)
      const members = membersOf(value)
      let before = '{'
      for (const { name, key, write, rows, omitted } of fields) {
        const member = members[name] ?? null
        if (member === null && nullMember === undefined) continue
        const text = member === null ? nullMember : rows === null ? write(member) : ''
        if (member !== null && rows === null && text === omitted) continue
        yield `${before}${key}${text}`
        if (member !== null && rows !== null) yield* rows(member)
        before = ','
      }
      yield before === '{' ? '{}' : '}'
    }
  }

  function listPieces(type: ListType<unknown[]>): PieceWriter {
    const item = compile(type.item)
    return function* (value) {
      if (!Array.isArray(value)) return defect(type, value)
      let before = '['
      for (const each of value) {
        yield before
        if (each === null || each === undefined) yield style.nullItem
        else yield* item(each)
        before = ','
      }
      yield before === '[' ? '[]' : ']'
    }
  }

  return compile
}

type IndentedWriter = (value: unknown, margin: string) => string

/** Compiles the indented writers of a style, one for each type. */
export function indentedWriters(style: IndentedStyle): (type: AnyType) => TextWriter {
  const compile = once((type: AnyType): IndentedWriter => {
    if (isSimple(type)) return style.text(type)
    switch (type.kind) {
      case 'nullable':
        return compile(type.inner)
      case 'list':
        return listWriter(type)
      case 'dictionary':
        return dictionaryWriter(type)
      case 'dto':
        return dtoWriter(type)
    }
  })

  function dtoWriter(type: DtoType<object>): IndentedWriter {
    const fields = type.fields.map(({ name, type: fieldType }) => ({ name, write: compile(fieldType) }))
    return (value, margin) => {
      if (typeof value !== 'object' || value === null) return defect(type, value)
      const members = membersOf(value)
      const inner = margin + style.step
      const lines: string[] = []
      for (const { name, write } of fields) {
        const member = members[name]
        if (member !== null && member !== undefined) lines.push(entry(name, write(member, inner), inner))
      }
      return block('{', lines, '}', margin)
    }
  }

  function listWriter(type: ListType<unknown[]>): IndentedWriter {
    const item = compile(type.item)
    return (value, margin) => {
      if (!Array.isArray(value)) return defect(type, value)
      const items: readonly unknown[] = value
      const inner = margin + style.step
      const lines = items.map((each) => (each === null || each === undefined ? style.nullItem : item(each, inner)))
      return block('[', lines, ']', margin)
    }
  }

  function dictionaryWriter(type: DictionaryType<unknown>): IndentedWriter {
    const item = compile(type.item)
    return (value, margin) => {
      if (!(value instanceof Map)) return defect(type, value)
      const inner = margin + style.step
      const lines: string[] = []
      for (const [key, each] of entries(value)) lines.push(entry(key, item(each, inner), inner))
      return block('{', lines, '}', margin)
    }
  }

  function entry(name: string, text: string, margin: string): string {
    const opensBlock = style.ownLine && (text.startsWith('{\n') || text.startsWith('[\n'))
    return `${style.key(name)}: ${opensBlock ? `\n${margin}` : ''}${text}`
  }

  function block(open: string, lines: readonly string[], close: string, margin: string): string {
    if (lines.length === 0) return open + close
    const lineStart = `\n${margin}${style.step}`
    return `${open}${lineStart}${lines.join(`,${lineStart}`)}\n${margin}${close}`
  }

  return (type) => {
    const write = compile(type)
    return (value) => write(value, '')
  }
}

/** The entries of a dictionary; one whose value is null is none. */
function* entries(value: ReadonlyMap<unknown, unknown>): Generator<readonly [string, unknown]> {
  for (const [key, item] of value) {
    if (item !== null && item !== undefined) yield [String(key), item]
  }
}
