import type { AnyType, DictionaryType, DtoType } from '../../schema/type-model.ts'
import { membersOf, once } from '../members.ts'
import { hasRows } from '../rows.ts'
import { defect, isSimple, textWriter } from '../scalars.ts'
import { escaped } from './escape.ts'

/** Writes a value as HTML; `label` says what it is, for those who do not see the page. */
export type Renderer = (value: unknown, label: string) => string

/** The renderer of a type, compiled once. */
export const rendererOf = once((type: AnyType): Renderer => {
  if (isSimple(type)) {
    return textWriter(type, {
      string: escaped,
      bool: (value) => (value ? 'True' : 'False'),
      double: (text) => text,
      dateTime: (value) => `<time datetime="${value.toXsd()}">${value.toShortestXsd().replace('T', ' ')}</time>`,
      plain: escaped,
    })
  }
  switch (type.kind) {
    case 'nullable':
      return rendererOf(type.inner)
    case 'list':
      return listRenderer(type.item)
    case 'dictionary': {
      const entriesOf = dictionaryEntries(type)
      return (value) => definitions(entriesOf(value))
    }
    case 'dto': {
      const entriesOf = dtoEntries(type)
      return (value) => definitions(entriesOf(value))
    }
  }
})

/** Writes a value as HTML in pieces, a row of a table each. */
export type RowsRenderer = (value: unknown, label: string) => Iterable<string>

/** The renderer of a type in pieces, compiled once. */
export const rowsRendererOf = once((type: AnyType): RowsRenderer => {
  const render = rendererOf(type)
  if (!hasRows(type)) return (value, label) => [render(value, label)]
  if (type.kind === 'list') return listRows(type.item, render)
  const fields = type.fields.map(({ name, type: fieldType }) => ({ name, render: rowsRendererOf(fieldType) }))
  return function* (value) {
    if (typeof value !== 'object' || value === null) return defect(type, value)
    const members = membersOf(value)
    let before = '<dl>'
    for (const { name, render: renderField } of fields) {
      const member = members[name]
      if (isUnset(member)) continue
      yield `${before}<dt>${escaped(name)}</dt><dd>`
      yield* renderField(member, name)
      before = '</dd>'
    }
    yield before === '<dl>' ? nothing : '</dd></dl>'
  }
})

function listRows(item: AnyType, render: Renderer): RowsRenderer {
  return item.kind === 'dto' ? tableRows(dtoEntries(item)) : (value, label) => [render(value, label)]
}

/** The names and the HTML of what a value has; nulls are left out. */
type Entries = ReadonlyMap<string, string>

function dtoEntries(type: DtoType<object>): (value: unknown) => Entries {
  const fields = type.fields.map(({ name, type: fieldType }) => ({ name, render: rendererOf(fieldType) }))
  return (value) => {
    if (typeof value !== 'object' || value === null) return defect(type, value)
    const members = membersOf(value)
    const entries = new Map<string, string>()
    for (const { name, render } of fields) {
      const member = members[name]
      if (member !== null && member !== undefined) entries.set(name, render(member, name))
    }
    return entries
  }
}

function dictionaryEntries(type: DictionaryType<unknown>): (value: unknown) => Entries {
  const render = rendererOf(type.item)
  return (value) => {
    if (!(value instanceof Map)) return defect(type, value)
    const entries = new Map<string, string>()
    for (const [key, item] of value) {
      if (item !== null && item !== undefined) entries.set(String(key), render(item, String(key)))
    }
    return entries
  }
}

function listRenderer(item: AnyType): Renderer {
  if (item.kind === 'dto') return tableRenderer(dtoEntries(item))
  if (item.kind === 'dictionary') return tableRenderer(dictionaryEntries(item))
  const render = rendererOf(item)
  return (value, label) => {
    const items = itemsOf(value)
    if (items.length === 0) return nothing
    return `<ul>${items.map((each) => `<li>${isUnset(each) ? nothing : render(each, label)}</li>`).join('')}</ul>`
  }
}

/** With more columns than this, nobody reads a table, and its empty cells could be far more than what is in it. */
const maxColumns = 60

/** A table whose columns are the names that any row has, in the order in which they first come; or a list, if many. */
function tableRenderer(entriesOf: (value: unknown) => Entries): Renderer {
  const rowsOf = tableRows(entriesOf)
  return (value, label) => [...rowsOf(value, label)].join('')
}

/** The same in pieces: an empty one for each row while its columns are found, then the row. */
function tableRows(entriesOf: (value: unknown) => Entries): RowsRenderer {
  return function* (value, label) {
    const rows: Entries[] = []
    const found = new Set<string>()
    for (const each of itemsOf(value)) {
      const row: Entries = isUnset(each) ? new Map() : entriesOf(each)
      rows.push(row)
      for (const name of row.keys()) found.add(name)
      yield ''
    }
    const names = [...found]
    if (names.length === 0) return yield nothing
    if (names.length > maxColumns) {
      yield '<ol>'
      for (const row of rows) yield `<li>${definitions(row)}</li>`
      return yield '</ol>'
    }
    const head = names.map((name) => `<th scope="col">${escaped(name)}</th>`).join('')
    // A wide table scrolls by itself; to be scrolled by key it must take the focus, and so have a name.
    yield `<div class="wide" role="region" tabindex="0" aria-label="${escaped(label)}">`
    yield `<table><thead><tr>${head}</tr></thead><tbody>`
    for (const row of rows) yield `<tr>${names.map((name) => `<td>${row.get(name) ?? ''}</td>`).join('')}</tr>`
    yield '</tbody></table></div>'
  }
}

function definitions(entries: Entries): string {
  if (entries.size === 0) return nothing
  return `<dl>${[...entries].map(([name, text]) => `<dt>${escaped(name)}</dt><dd>${text}</dd>`).join('')}</dl>`
}

/** What stands where a value is empty or unset. */
export const nothing = '<span class="nothing">nothing</span>'

function itemsOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`A list cannot be a ${typeof value}`)
  return value
}

function isUnset(value: unknown): boolean {
  return value === null || value === undefined
}
