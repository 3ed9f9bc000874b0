import type { AnyType, DictionaryType, DtoType } from '../../schema/nodes.ts'
import { membersOf, once } from '../members.ts'
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
  return (value, label) => {
    const rows = itemsOf(value).map((each): Entries => (isUnset(each) ? new Map() : entriesOf(each)))
    const names = [...new Set(rows.flatMap((row) => [...row.keys()]))]
    if (names.length === 0) return nothing
    if (names.length > maxColumns) return `<ol>${rows.map((row) => `<li>${definitions(row)}</li>`).join('')}</ol>`
    const head = names.map((name) => `<th scope="col">${escaped(name)}</th>`).join('')
    const body = rows.map((row) => `<tr>${names.map((name) => `<td>${row.get(name) ?? ''}</td>`).join('')}</tr>`)
    // A wide table scrolls by itself; to be scrolled by key it must take the focus, and so have a name.
    return (
      `<div class="wide" role="region" tabindex="0" aria-label="${escaped(label)}">` +
      `<table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
    )
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
