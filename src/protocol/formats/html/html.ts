import type { AnyType, Value } from '../../schema/type-model.ts'
import type { ResponseFormat } from '../codec.ts'
import { escaped } from './escape.ts'
import { stylesheetPath } from './stylesheet.ts'
import { nothing, rendererOf, rowsRendererOf } from './values.ts'

/** A link to the same answer in another format. */
export interface FormatLink {
  /** What the reader sees: `JSON`. */
  readonly label: string
  readonly href: string
}

/** What is shown on a page. */
export interface Shown<T extends AnyType> {
  readonly title: string
  readonly type: T
  readonly value: Value<T> | null
  readonly links: readonly FormatLink[]
}

/**
 * A page that shows a value to a person. All of the value is escaped; there is no script and no inline style, so the page
 * does under the policy `default-src 'none'; style-src 'self'`.
 */
export function htmlPage<T extends AnyType>(shown: Shown<T>): string {
  const { type, value, title } = shown
  const [before, after] = aroundValue(shown)
  return `${before}${value === null ? nothing : rendererOf(type)(value, title)}${after}`
}

/** The same page in pieces, a row of a table each. */
export function* htmlPieces<T extends AnyType>(shown: Shown<T>): Generator<string> {
  const { type, value, title } = shown
  const [before, after] = aroundValue(shown)
  yield before
  if (value === null) yield nothing
  else yield* rowsRendererOf(type)(value, title)
  yield after
}

function aroundValue<T extends AnyType>({ title, links }: Shown<T>): readonly [before: string, after: string] {
  const name = escaped(title)
  const items = links.map(({ label, href }) => `<li><a href="${escaped(href)}">${escaped(label)}</a></li>`)
  const nav = items.length === 0 ? '' : `\n<nav aria-label="Other formats"><ul>${items.join('')}</ul></nav>`
  const before = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title>
<link rel="stylesheet" href="${stylesheetPath}">
</head>
<body>
<header>
<h1>${name}</h1>${nav}
</header>
<main>
`
  return [before, '\n</main>\n</body>\n</html>\n']
}

/** HTML for a browser, never read. A host that knows the address of the answer adds links: see {@link htmlPage}. */
export const html: ResponseFormat = {
  name: 'html',
  contentType: 'text/html; charset=utf-8',
  mediaTypes: ['text/html'],
  compile: (type) => ({
    encode: (value) => (value === null ? '' : htmlPage({ title: type.typeName, type, value, links: [] })),
    pieces: (value) => (value === null ? [] : htmlPieces({ title: type.typeName, type, value, links: [] })),
  }),
}
