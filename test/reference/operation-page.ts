import { lineageOf, namedTypes } from '../../src/protocol/docs/named-types.ts'
import { type Operation, pathVariables } from '../../src/protocol/schema/operation.ts'
import type { DtoType, Field } from '../../src/protocol/schema/type-model.ts'
import type { Example } from './examples.ts'

/** The reference page of an operation, in Markdown. */
export function operationPage(operation: Operation, examples: readonly Example[]): string {
  const { name, roles, routes, request, response } = operation
  const access =
    roles.length === 0 ? 'Open to everybody.' : `For the roles ${roles.map((role) => `\`${role}\``).join(', ')}.`
  const { dtos, enums } = namedTypes([request, response])
  const shown = new Set([...lineageOf(request), ...lineageOf(response)])
  const others = dtos.filter((type) => !shown.has(type) && type.own.length > 0 && !ofErrors.has(type.typeName))
  return `# ${name}

<!-- Made from the contract and test/reference/examples.ts by \`npx vitest run test/reference -u\`. -->

${access} Also at \`/api/${name}\` and \`/{json|jsv|xml|csv}/reply/${name}\`, by each of its verbs, with all fields in the query string or
the body. What is refused, and how: [errors](../errors.md). All operations: [index](README.md).

${table(
  ['Verb', 'Path', 'Does'],
  routes.map(({ verb, path, summary }) => [verb, `\`${path}\``, summary]),
)}

## Request

${fieldsTable(request, true)}

## Response: \`${response.typeName}\`

${fieldsTable(response)}
${others.map((type) => `\n## \`${type.typeName}\`\n\n${fieldsTable(type)}\n`).join('')}${enums
  .map(({ type }) => `\n\`${type.typeName}\` is one of ${type.names.map((each) => `\`${each}\``).join(', ')}.\n`)
  .join('')}
## Examples

Made by the tests as they stand here, on a small event.
${examples.map((example) => exampleText(operation, example)).join('')}`
}

/** The index of all pages. */
export function indexPage(operations: readonly Operation[]): string {
  const rows = operations.map(({ name, routes }) => [
    `[\`${name}\`](${name}.md)`,
    [...new Set(routes.map(({ verb }) => verb))].join(', '),
    `\`${routes[0]?.path}\``,
  ])
  return `# Operations

<!-- Made from the contract by \`npx vitest run test/reference -u\`. -->

${table(['Operation', 'Verbs', 'Path'], rows)}
`
}

/** What every answer may have, and the page on errors tells of. */
const ofErrors = new Set(['ResponseStatus', 'ResponseError'])

function fieldsTable(type: DtoType<object>, isRequest = false): string {
  if (type.fields.length === 0) return 'No fields.'
  const heads = ['Field', 'Type', ...(isRequest ? ['In', 'Required'] : []), 'Meaning']
  const rows = type.fields.map((field) => [
    `\`${field.name}\``,
    `\`${field.type.typeName}\``,
    ...(isRequest ? [field.location, field.required ? 'yes' : ''] : []),
    said(field),
  ])
  return table(heads, rows)
}

function said({ description, isExtension }: Field): string {
  return [description, isExtension ? '(ours)' : ''].filter((text) => text !== '').join(' ')
}

function exampleText(operation: Operation, example: Example): string {
  const { title, status, answer } = example
  const { path, body } = requestOf(operation, example)
  const data = body === null ? '' : ` \\\n  -H 'Content-Type: application/json' -d ${inShell(JSON.stringify(body))}`
  const sign = operation.roles.length > 0 ? '-u $KEY:$SECRET ' : ''
  const shown =
    typeof answer === 'string'
      ? `\`${answer}\` …`
      : `\`${JSON.stringify(answer).slice(0, -1)}${answer && Object.keys(answer).length > 0 ? ',' : ''}…}\``
  return `
**${title}**

\`\`\`sh
curl ${sign}-X ${example.verb} "$URL${path}"${data}
\`\`\`

${status}: ${shown}
`
}

/** The address below the server's, and the body, of an example. */
export function requestOf(
  operation: Operation,
  { verb, path: given, fields }: Example,
): { path: string; body: object | null } {
  const route = operation.routes.find(
    (each) => each.verb === verb && (given === undefined || each.path === given) && fits(each.path, fields),
  )
  if (!route) throw new Error(`${operation.name} has no ${verb} for ${Object.keys(fields)}`)
  const all: Record<string, unknown> = { ...(hasClient(operation) && { ClientID: 1000 }), ...fields }
  const variables = pathVariables(route.path)
  const rest = Object.entries(all).filter(([name]) => !variables.includes(name))
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_whole, name) => encodeURIComponent(String(all[name])))
  if (verb !== 'GET' && verb !== 'DELETE') return { path, body: Object.fromEntries(rest) }
  const query = rest.map(
    ([name, value]) => `${name}=${encodeURIComponent(Array.isArray(value) ? value.join(',') : String(value))}`,
  )
  return { path: query.length > 0 ? `${path}?${query.join('&')}` : path, body: null }
}

/** Whether the fields fill the variables of a path, and those that are numbers of things are not left for the query. */
function fits(path: string, fields: Readonly<Record<string, unknown>>): boolean {
  return pathVariables(path).every((name) => name === 'ClientID' || name in fields)
}

export function hasClient({ request }: Operation): boolean {
  return request.fields.some(({ name }) => name === 'ClientID')
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|')
  const all = [heads, ...rows].map((row) => row.map(cell))
  const widths = heads.map((_head, i) => Math.max(3, ...all.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]) => `| ${row.map((text, i) => text.padEnd(widths[i] ?? 0)).join(' | ')} |`
  const [head = [], ...others] = all
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...others.map(line)].join('\n')
}

/** A text in single quotes, in which variables are still filled in. */
function inShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''").replaceAll(/\$[A-Z]+/g, (variable) => `'${variable}'`)}'`
}
