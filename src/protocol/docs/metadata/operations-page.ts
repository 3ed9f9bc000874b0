import type { PageResponse } from '../../host/page.ts'
import type { Operation } from '../../schema/operation.ts'
import { type Html, html } from '../html.ts'
import type { ServiceInfo } from '../service.ts'
import { htmlPage } from './layout.ts'
import { operationAddress } from './operation-page.ts'

/** The page of all operations, or of those that have every word of `search` in their name, paths or summaries. */
export function operationsPage(facts: ServiceInfo, search: string): PageResponse {
  const found = facts.operations.filter((operation) => matches(operation, search))
  const main = html`<h1>Operations</h1>
<form class="search" role="search" method="get" action="/metadata" data-search>
<label for="q">Search by name, path or summary</label>
<input id="q" name="q" type="search" value="${search}" autocomplete="off">
<button type="submit">Search</button>
</form>
<p role="status" data-count>${found.length} of ${facts.operations.length} operations</p>
<div class="scroll" role="region" aria-label="Operations" tabindex="0">
<table data-operations>
<caption>${facts.serviceName}</caption>
<thead><tr><th scope="col">Operation</th><th scope="col">Routes</th><th scope="col">Formats</th></tr></thead>
<tbody>${found.map((operation) => row(facts, operation))}</tbody>
</table>
</div>
<h2>For tools</h2>
<ul>${toolLinks.map(([address, name]) => html`<li><a href="${address}">${name}</a></li>`)}</ul>`
  return htmlPage(facts, { title: 'Operations', main, script: 'search.js' })
}

const toolLinks = [
  ['/swagger-ui', 'Swagger UI'],
  ['/openapi', 'OpenAPI (Swagger 2.0)'],
  ['/openapi/v3', 'OpenAPI 3.1'],
  ['/metadata/app.json', 'Metadata as JSON'],
  ['/xsd/0', 'XML Schema'],
  ['/postman', 'Postman collection'],
] as const

function row({ formats }: ServiceInfo, operation: Operation): Html {
  const links = formats.map(
    (format) => html`<li><a href="${operationAddress(operation, format)}">${format.name.toUpperCase()}</a></li>`,
  )
  return html`<tr data-text="${searchText(operation)}">
<th scope="row">${operation.name}</th>
<td><ul>${operation.routes.map(({ verb, path }) => html`<li><b>${verb}</b> <code>${path}</code></li>`)}</ul></td>
<td><ul class="inline" aria-label="${operation.name} in">${links}</ul></td>
</tr>
`
}

function matches(operation: Operation, search: string): boolean {
  const text = searchText(operation)
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

function searchText({ name, routes }: Operation): string {
  return [name, ...routes.flatMap((route) => [route.path, route.summary])].join(' ').toLowerCase()
}
