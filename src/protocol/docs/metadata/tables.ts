import type { Operation } from '../../schema/operation.ts'
import type { AnyType, DtoType, EnumType, Field } from '../../schema/type-model.ts'
import { type Html, html } from '../html.ts'
import { lineageOf, namedTypes } from '../named-types.ts'

/** A table for the request, the response, and each of their bases, of those that declare fields. */
export function parameterTables(operation: Operation): Html {
  return html`<h2>Parameters</h2>
${tabled(operation).map(originalTable)}`
}

/** A table for each of the types that has fields which the original does not have. */
export function extensionTables(operation: Operation): Html {
  const { dtos } = namedTypes([operation.request, operation.response])
  const extended = dtos.filter((type) => type.own.some((field) => field.isExtension))
  if (extended.length === 0) return html``
  return html`<h2>Beyond the original</h2>
${extended.map((type) =>
  table(
    `${type.typeName} Extensions`,
    type.own.filter((field) => field.isExtension),
  ),
)}`
}

/** The tables of the types that the parameters are made of, where they have no table yet. */
export function otherTypes(operation: Operation): Html {
  const shown = tabled(operation)
  const used = namedTypes([operation.request, operation.response])
  const dtos = used.dtos.filter((type) => originalFields(type).length > 0 && !shown.includes(type))
  return html`<h2>Other types</h2>
${dtos.map(originalTable)}
${used.enums.map(({ type }) => enumTable(type))}`
}

function tabled({ request, response }: Operation): DtoType<object>[] {
  const types = new Set([...lineageOf(request), ...lineageOf(response)])
  return [...types].filter((type) => originalFields(type).length > 0)
}

function originalFields(type: DtoType<object>): Field[] {
  return type.own.filter((field) => !field.isExtension)
}

function originalTable(type: DtoType<object>): Html {
  return table(`${type.typeName} Parameters`, originalFields(type), type.typeName)
}

function table(caption: string, fields: readonly Field[], id = caption.replaceAll(' ', '-')): Html {
  return html`<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0">
<table class="parameters">
<caption id="${id}">${caption}:</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Parameter</th><th scope="col">Data Type</th><th scope="col">Required</th><th scope="col">Description</th></tr></thead>
<tbody>${fields.map(row)}</tbody>
</table>
</div>
`
}

function row({ name, location, type, required, description }: Field): Html {
  const named = namedWithin(type)
  const typeName = html`<code>${type.typeName}</code>`
  return html`<tr>
<th scope="row">${name}</th>
<td>${location}</td>
<td>${named ? html`<a href="#${named.typeName}">${typeName}</a>` : typeName}</td>
<td>${required ? 'Yes' : 'No'}</td>
<td>${description}${named?.kind === 'enum' && html`<span class="values"> One of ${named.names.join(', ')}</span>`}</td>
</tr>
`
}

function enumTable(type: EnumType<string>): Html {
  const rows = type.names.map((name, number) => html`<tr><th scope="row">${name}</th><td>${number}</td></tr>`)
  return html`<div class="scroll" role="region" aria-labelledby="${type.typeName}" tabindex="0">
<table>
<caption id="${type.typeName}">${type.typeName} Values:</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Number</th></tr></thead>
<tbody>${rows}</tbody>
</table>
</div>
`
}

/** The DTO or enum in a type that has a table to go to. */
function namedWithin(type: AnyType): DtoType<object> | EnumType<string> | undefined {
  switch (type.kind) {
    case 'dto':
      return originalFields(type).length > 0 ? type : undefined
    case 'enum':
      return type
    case 'list':
    case 'dictionary':
      return namedWithin(type.item)
    case 'nullable':
      return namedWithin(type.inner)
  }
}
