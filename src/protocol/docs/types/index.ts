import type { Page, PageRequest } from '../../host/page.ts'
import { Failure } from '../../schema/failure.ts'
import type { Operation } from '../../schema/operation.ts'
import { header } from './header.ts'
import type { Language } from './language.ts'
import { languages } from './languages/index.ts'
import { type Declaration, declarationsOf } from './model.ts'
import { hasOptions, namesOf, readBaseUrl, readOptions } from './options.ts'
import { selected } from './select.ts'

/**
 * The pages `/types/{language}`, which answer the types of the operations as source, and `/types`, which lists them. A
 * bad option in the query string answers a failure (400) that names it; unknown ones mean nothing.
 * @param now the clock of the date in the heads
 */
export function typesPages(operations: readonly Operation[], now: () => Date = () => new Date()): Page[] {
  const declarations = declarationsOf(operations)
  const sources = languages.map((language): Page => {
    return {
      path: `/types/${language.name}`,
      variant: ({ query }) => (hasOptions(query, language.defaults) ? null : ''),
      answer(request) {
        const body = sourceOf(language, declarations, request, now())
        return body instanceof Failure ? body : { contentType: 'text/plain; charset=utf-8', body }
      },
    }
  })
  const index = indexOf(languages)
  return [
    { path: '/types', variant: () => '', answer: () => ({ contentType: 'text/html; charset=utf-8', body: index }) },
    ...sources,
  ]
}

function sourceOf(language: Language, all: readonly Declaration[], request: PageRequest, at: Date): string | Failure {
  const baseUrl = readBaseUrl(request.query, request.baseUrl)
  if (baseUrl instanceof Failure) return baseUrl
  const chosen = readOptions(request.query, language.defaults)
  if (chosen instanceof Failure) return chosen
  const declarations = selected(all, chosen.options)
  if (declarations instanceof Failure) return declarations
  const head = header(language.head, language.defaults, chosen, baseUrl, at)
  return `${head}\n\n${language.emit(declarations, chosen.options)}\n`
}

/** Names and titles are this folder's own and need no escaping. */
function indexOf(all: readonly Language[]): string {
  const rows = all.map(({ name, title, defaults }) => {
    return `<tr><td><a href="/types/${name}">${title}</a></td><td>${namesOf(defaults).join(', ')}</td></tr>`
  })
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Types</title></head>
<body>
<h1>Types</h1>
<p>The types of this service as source, for the ServiceStack client of each language. Options go in the query string
and in the head of a saved file.</p>
<table>
<thead><tr><th>Language</th><th>Options</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</body>
</html>
`
}
