import type { Format } from '../../formats/codec.ts'
import type { PageResponse } from '../../host/page.ts'
import type { Operation } from '../../schema/operation.ts'
import { type Html, html } from '../html.ts'
import { mediaType, sampleCall } from '../samples/http.ts'
import type { ServiceInfo } from '../service.ts'
import { htmlPage } from './layout.ts'
import { extensionTables, otherTypes, parameterTables } from './tables.ts'
import { tryIt } from './try-it.ts'

/** The address of an operation's page in a format. */
export function operationAddress(operation: Operation, format: Format): string {
  return `/${format.name}/metadata?op=${encodeURIComponent(operation.name)}`
}

/** The page of one operation in one format. `host` stands in the sample request. */
export function operationPage(facts: ServiceInfo, operation: Operation, format: Format, host: string): PageResponse {
  const main = html`<p><a href="/metadata"><span aria-hidden="true">&lt;</span>back to all operations</a></p>
<h1>${operation.name}</h1>
${formatLinks(facts, operation, format)}
${access(operation)}
${routes(operation)}
${parameterTables(operation)}
${samples(operation, format, host)}
${tryIt(facts, operation, format)}
${otherTypes(operation)}
${extensionTables(operation)}`
  return htmlPage(facts, { title: `${operation.name} in ${format.name.toUpperCase()}`, main, script: 'try-it.js' })
}

function formatLinks({ formats }: ServiceInfo, operation: Operation, shown: Format): Html {
  const links = formats.map(
    (format) =>
      html`<li><a href="${operationAddress(operation, format)}"${format === shown && html` aria-current="page"`}>${format.name.toUpperCase()}</a></li>`,
  )
  return html`<nav aria-label="Formats"><ul class="inline">${links}</ul></nav>`
}

function access({ roles }: Operation): Html {
  if (roles.length === 0) return html`<p>Open to everybody</p>`
  return html`<ul class="access">
<li>Requires Authentication</li>
<li>Requires any of the roles: ${roles.join(', ')}</li>
</ul>`
}

function routes(operation: Operation): Html {
  const rows = operation.routes.map(
    ({ verb, path, summary }) =>
      html`<tr><th scope="row">${verb}</th><td><code>${path}</code></td><td>${summary}</td></tr>
`,
  )
  return html`<h2 id="routes">Routes</h2>
<div class="scroll" role="region" aria-labelledby="routes" tabindex="0">
<table id="route-table">
<caption>Routes of ${operation.name}</caption>
<thead><tr><th scope="col">Verb</th><th scope="col">Path</th><th scope="col">Summary</th></tr></thead>
<tbody>${rows}</tbody>
</table>
</div>`
}

function samples(operation: Operation, format: Format, host: string): Html {
  const { request, response } = sampleCall(operation, format, host)
  const name = format.name.toUpperCase()
  return html`<h2>HTTP + ${name}</h2>
<p>For an answer in ${name}, send the header <code>Accept: ${mediaType(format)}</code>, or add <code>.${format.name}</code> to the path, or <code>?format=${format.name}</code>.</p>
<p>A sample call. Put your values in the place of names in braces, of <i>length</i>, and of the values in the bodies.</p>
<h3 id="sample-request">Sample request</h3>
${message('sample-request', request.head, request.body)}
<h3 id="sample-response">Sample response</h3>
${message('sample-response', response.head, response.body)}`
}

function message(label: string, head: readonly string[], body: string | null): Html {
  const text = `${head.join('\n')}\n${body === null ? '' : `\n${body}\n`}`
  return html`<pre role="region" aria-labelledby="${label}" tabindex="0"><code>${text}</code></pre>`
}
