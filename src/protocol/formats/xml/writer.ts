import { namespaces } from '../../schema/dto.ts'
import type { AnyType, DictionaryType, DtoType, Field, ListType } from '../../schema/type-model.ts'
import { membersOf, once } from '../members.ts'
import { hasRows } from '../rows.ts'
import { defect, isSimple, type PieceWriter, type TextWriter } from '../scalars.ts'
import { contractName, entryName, instance, isText, itemName, rootName, withoutNull } from './names.ts'
import { textWriter, xmlText } from './text.ts'

/** Where elements stand. It is known when a type is compiled, so that every tag is made once. */
interface Place {
  /** How many elements are around. */
  readonly depth: number
  /** The namespace of the type that they are members or items of. */
  readonly namespace: string
  /** What is declared around them, the innermost last. */
  readonly declared: readonly Declaration[]
}

/** A prefix, empty for the default namespace, and what it stands for. */
interface Declaration {
  readonly prefix: string
  readonly namespace: string
}

type Compound = DtoType<object> | ListType<unknown[]> | DictionaryType<unknown>

/** Writes the values of a type where they stand. */
interface XmlWriter {
  readonly write: TextWriter
  /** The same in pieces; null where the type has no rows. */
  readonly pieces: PieceWriter | null
}

/** A tag without its brackets: its name, and attributes before and after an `i:nil`. */
interface Tag {
  readonly name: string
  readonly before: string
  readonly after: string
}

/**
 * Compiles writers of whole documents, as .NET's DataContractSerializer makes them, its prefixes and the order of its
 * attributes included. `lineStart` answers what stands before a tag with so many elements around it.
 */
function documentWriters(lineStart: (depth: number) => string): (type: AnyType) => XmlWriter {
  function documentWriter(type: AnyType): XmlWriter {
    const { local, namespace } = rootName(type)
    const declared = [{ prefix: '', namespace }]
    const before = isText(type) ? '' : attribute({ prefix: 'i', namespace: instance })
    const tag = { name: local, before, after: declared.map(attribute).join('') }
    const { write, pieces } = taggedWriter(tag, type, { depth: 0, namespace, declared })
    return { write: (value) => write(value).trimStart(), pieces }
  }

  /** The writer of an element in a namespace; it declares the namespaces that are not declared around it. */
  function elementWriter(name: string, namespace: string, type: AnyType, place: Place): XmlWriter {
    const prefix = prefixOf(namespace, place.declared)
    const own = prefix === undefined ? [{ prefix: '', namespace }] : []
    const inner = contentDeclaration(type, { ...place, declared: [...place.declared, ...own] })
    const tag = {
      name: prefix ? `${prefix}:${name}` : name,
      before: inner.map(attribute).join(''),
      after: own.map(attribute).join(''),
    }
    return taggedWriter(tag, type, { ...place, declared: [...place.declared, ...own, ...inner] })
  }

  /** The writer of an element whose tag is known; what is declared includes what the tag declares. */
  function taggedWriter(tag: Tag, type: AnyType, { depth, declared }: Place): XmlWriter {
    const line = lineStart(depth)
    const nil = `${line}<${tag.name}${tag.before} i:nil="true"${tag.after} />`
    const start = `${line}<${tag.name}${tag.before}${tag.after}`
    const end = `</${tag.name}>`
    const shown = withoutNull(type)
    if (isSimple(shown)) {
      const write = textWriter(shown)
      return { write: (value) => (isNull(value) ? nil : `${start}>${write(value)}${end}`), pieces: null }
    }
    const inside = { depth: depth + 1, namespace: contractName(shown).namespace, declared }
    const { write, pieces } = contentWriter(shown, inside)
    return {
      write: (value) => {
        if (isNull(value)) return nil
        const content = write(value)
        return content === '' ? `${start} />` : `${start}>${content}${line}${end}`
      },
      pieces:
        pieces &&
        function* (value) {
          if (isNull(value)) return yield nil
          let before = `${start}>`
          for (const piece of pieces(value)) {
            if (piece === '') continue
            yield before + piece
            before = ''
          }
          yield before === '' ? `${line}${end}` : `${start} />`
        },
    }
  }

  function contentWriter(type: Compound, place: Place): XmlWriter {
    switch (type.kind) {
      case 'dto':
        return membersWriter(type, place)
      case 'list':
        return itemsWriter(type, place)
      case 'dictionary':
        return { write: entriesWriter(type, place), pieces: null }
    }
  }

  function membersWriter(type: DtoType<object>, place: Place): XmlWriter {
    const members = inOrder(type).map(({ name, type: memberType, isExtension, declaredBy: { namespace } }) => {
      const { write, pieces } = elementWriter(name, namespace, memberType, { ...place, namespace })
      // What the original does not have is no element where it is unset: its answers stay as they are.
      return { name, write: isExtension ? (member: unknown) => (isNull(member) ? '' : write(member)) : write, pieces }
    })
    return {
      write: (value) => {
        if (typeof value !== 'object' || value === null) return defect(type, value)
        const given = membersOf(value)
        let text = ''
        for (const member of members) text += member.write(given[member.name])
        return text
      },
      pieces: hasRows(type)
        ? function* (value) {
            if (typeof value !== 'object' || value === null) return defect(type, value)
            const given = membersOf(value)
            for (const { name, write, pieces } of members) {
              const member = given[name]
              if (pieces === null || isNull(member)) yield write(member)
              else yield* pieces(member)
            }
          }
        : null,
    }
  }

  function itemsWriter(type: ListType<unknown[]>, place: Place): XmlWriter {
    const { write, pieces } = elementWriter(itemName(type.item), place.namespace, type.item, place)
    return {
      write: (value) => {
        if (!Array.isArray(value)) return defect(type, value)
        let text = ''
        for (const item of value) text += write(item)
        return text
      },
      pieces: hasRows(type)
        ? function* (value) {
            if (!Array.isArray(value)) return defect(type, value)
            for (const item of value) {
              if (pieces === null) yield write(item)
              else yield* pieces(item)
            }
          }
        : null,
    }
  }

  /** An entry whose value is null is none. */
  function entriesWriter(type: DictionaryType<unknown>, place: Place): TextWriter {
    const { depth, namespace, declared } = place
    const prefix = prefixOf(namespace, declared)
    const tagged = (name: string) => (prefix ? `${prefix}:${name}` : name)
    const line = lineStart(depth)
    const entry = tagged(entryName(type))
    const key = tagged('Key')
    const start = `${line}<${entry}>${lineStart(depth + 1)}<${key}>`
    const end = `${line}</${entry}>`
    const { write } = elementWriter('Value', namespace, type.item, { ...place, depth: depth + 1 })
    return (value) => {
      if (!(value instanceof Map)) return defect(type, value)
      let text = ''
      for (const [name, item] of value) {
        if (!isNull(item)) text += `${start}${xmlText(String(name))}</${key}>${write(item)}${end}`
      }
      return text
    }
  }

  return documentWriter
}

/** Documents without white space between their elements. */
export function compactWriter(type: AnyType): TextWriter {
  return compact(type).write
}

/** The same in pieces, one for each row. */
export function compactPieces(type: AnyType): PieceWriter {
  const { write, pieces } = compact(type)
  return pieces ?? ((value) => [write(value)])
}

const compact = once(documentWriters(() => ''))

/** Documents with a line for each element, two spaces a level. */
export function indentedWriter(type: AnyType): TextWriter {
  return indented(type).write
}

const indented = documentWriters((depth) => `\n${'  '.repeat(depth)}`)

/**
 * The fields of a DTO, those of its base first, and what each type declares in ordinal order. ServiceStack numbers the
 * members of its own types, which so keep their order; .NET's reader skips members that come out of turn.
 */
function inOrder(type: DtoType<object>): readonly Field[] {
  const inherited = type.base ? inOrder(type.base) : []
  const declared = type.own.filter((f) => !inherited.includes(f))
  if (type.namespace === namespaces.serviceStack) return [...inherited, ...declared]
  return [...inherited, ...declared.toSorted((a, b) => (a.name < b.name ? -1 : 1))]
}

/** What the element of a member or item declares for what is in it: the namespace of its own type, where that is another. */
function contentDeclaration(type: AnyType, place: Place): Declaration[] {
  if (isText(type)) return []
  const { namespace } = contractName(type)
  const isKnown = namespace === place.namespace || prefixOf(namespace, place.declared) !== undefined
  return isKnown ? [] : [{ prefix: `d${place.depth + 1}p1`, namespace }]
}

/** The prefix that stands for a namespace, unless it means another one by now. */
function prefixOf(namespace: string, declared: readonly Declaration[]): string | undefined {
  const found = declared.findLast((d) => d.namespace === namespace)
  const meaning = declared.findLast((d) => d.prefix === found?.prefix)
  return meaning === found ? found?.prefix : undefined
}

function attribute({ prefix, namespace }: Declaration): string {
  return ` xmlns${prefix === '' ? '' : `:${prefix}`}="${namespace}"`
}

function isNull(value: unknown): value is null | undefined {
  return value === null || value === undefined
}
