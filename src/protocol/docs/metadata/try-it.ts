import type { Format } from '../../formats/codec.ts'
import { type Operation, pathVariables } from '../../schema/operation.ts'
import { ResponseStatus } from '../../schema/response-status.ts'
import type { AnyType, Field } from '../../schema/type-model.ts'
import { type Html, html } from '../html.ts'
import { mediaType } from '../samples/http.ts'
import type { ServiceInfo } from '../service.ts'

/**
 * A form that calls the operation. By itself it posts to `/api/{Op}`, which takes every field; with its script it calls
 * any of the routes and shows the answer beside the form.
 */
export function tryIt({ formats }: ServiceInfo, operation: Operation, shown: Format): Html {
  return html`<h2 id="try-it">Try it</h2>
${operation.roles.length > 0 && signInForm}
<form class="fields" method="post" action="/api/${operation.name}" aria-labelledby="try-it" data-try-it>
<p data-scripted hidden><label for="try-route">Route</label>
<select id="try-route" data-route>${operation.routes.map(routeOption)}</select></p>
<p data-scripted hidden><label for="try-format">Answer in</label>
<select id="try-format" data-accept>${formats.map((format) => formatOption(format, shown))}</select></p>
<p>A field left empty is not sent. Lists and objects are written in JSV, such as <code>1,2</code> or <code>[{Key:Value}]</code>.</p>
${operation.request.fields.filter((field) => field.type !== ResponseStatus).map(fieldInput)}
<p><button type="submit">Send</button></p>
</form>
<div data-answer hidden>
<h3 id="answer">Answer</h3>
<p role="status" data-status></p>
<pre role="region" aria-labelledby="answer" tabindex="0" data-body></pre>
</div>`
}

const signInForm = html`<form class="fields" method="post" action="/auth/credentials" aria-label="Sign in" data-sign-in>
<p><label for="key">API key</label> <input id="key" name="UserName" autocomplete="username" required></p>
<p><label for="secret">Secret</label> <input id="secret" name="Password" type="password" autocomplete="current-password" required></p>
<p><button type="submit">Sign in</button> <span role="status" data-status></span></p>
</form>`

function routeOption({ verb, path }: Operation['routes'][number]): Html {
  const variables = pathVariables(path).join(' ')
  return html`<option data-verb="${verb}" data-path="${path}" data-variables="${variables}">${verb} ${path}</option>`
}

function formatOption(format: Format, shown: Format): Html {
  const chosen = format === shown && html` selected`
  return html`<option value="${mediaType(format)}"${chosen}>${format.name.toUpperCase()}</option>`
}

function fieldInput(field: Field): Html {
  const label = html`<label for="field-${field.name}">${field.name} <small>${field.type.typeName}</small></label>`
  return html`<p>${label} ${control(field, field.type)}</p>
`
}

function control(field: Field, type: AnyType): Html {
  const name = html`id="field-${field.name}" name="${field.name}"${field.required && html` required`}`
  switch (type.kind) {
    case 'nullable':
      return control(field, type.inner)
    case 'int':
      return html`<input ${name} type="number" step="1">`
    case 'double':
      return html`<input ${name} type="number" step="any">`
    case 'bool':
      return choice(name, ['True', 'False'])
    case 'enum':
      return choice(name, type.names)
    case 'dateTime':
      return html`<input ${name} placeholder="2024-05-03T14:00:00">`
    case 'list':
    case 'dictionary':
    case 'dto':
      return html`<textarea ${name} rows="2" spellcheck="false"></textarea>`
    default:
      return field.isSecret ? html`<input ${name} type="password" autocomplete="off">` : html`<input ${name}>`
  }
}

function choice(name: Html, values: readonly string[]): Html {
  return html`<select ${name}><option value="">(not sent)</option>${values.map((value) => html`<option>${value}</option>`)}</select>`
}
