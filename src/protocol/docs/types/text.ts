import type { Verb } from '../../schema/operation.ts'
import type { Member, Request } from './model.ts'

/** Each line with `depth` times four spaces before it; empty lines stay empty. */
export function indented(lines: readonly string[], depth = 1): string[] {
  return lines.map((line) => (line === '' ? '' : '    '.repeat(depth) + line))
}

/** Groups of lines with an empty line between them. */
export function spaced(groups: readonly (readonly string[])[]): string[] {
  return groups.flatMap((group, index) => (index === 0 ? group : ['', ...group]))
}

/** A string literal of the C family. */
export function quoted(text: string): string {
  return JSON.stringify(text)
}

/** `EventID` → `eventID`, `SKU` → `sku`, `QBClass` → `qbClass`: a leading run of capitals is one word. */
export function camelCase(name: string): string {
  return name.replace(/^[A-Z]+(?![a-z])|^[A-Z]+(?=[A-Z][a-z])|^[A-Z]/, (run) => run.toLowerCase())
}

/** `MultipleAccounts` → `MULTIPLE_ACCOUNTS`. */
export function upperSnakeCase(name: string): string {
  return name.replaceAll(/([a-z\d])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3_$2').toUpperCase()
}

/** A set of words written with spaces. */
export function wordSet(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}

/** A text on one line that ends no comment and is no markup of a comment. */
export function sanitizeComment(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('*/', '* /')
    .replaceAll('/*', '/ *')
    .replaceAll('"""', "'''")
    .replaceAll('\\', '/')
}

/** The verbs of a route, as its attribute has them. */
export function verbsOf(route: { readonly verbs: readonly Verb[] }): string {
  return route.verbs.join(',')
}

/** `// @Route("/path", "POST,DELETE")`, for languages whose clients read no routes. */
export function routeComments(request: Request | null, mark = '//'): string[] {
  return (request?.routes ?? []).map((r) => `${mark} @Route(${quoted(r.path)}, ${quoted(verbsOf(r))})`)
}

/** The verb markers of a request: `IPost` where POST is the only verb. */
export function markerOf(request: Request): string[] {
  return request.onlyVerb ? [markers[request.verb]] : []
}

export const markers: { readonly [V in Verb]: string } = {
  GET: 'IGet',
  POST: 'IPost',
  PUT: 'IPut',
  DELETE: 'IDelete',
  PATCH: 'IPatch',
}

/** What the pages say of a member besides its type: `ParameterType="path", IsRequired=true`; empty when nothing. */
export function apiMember(member: Member, set: string, yes: string): string {
  return [
    member.location === 'form' ? [] : `ParameterType${set}${quoted(member.location)}`,
    member.required ? `IsRequired${set}${yes}` : [],
  ]
    .flat()
    .join(', ')
}

/** {@link apiMember} as a comment. */
export function memberComments(member: Member, mark = '//'): string[] {
  const said = apiMember(member, '=', 'true')
  return said ? [`${mark} @ApiMember(${said})`] : []
}

/** `///<summary>` as .NET's languages have it; `mark` begins each line. */
export function summaryComment(text: string, mark: string): string[] {
  if (!text) return []
  const escaped = sanitizeComment(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return [`${mark}<summary>`, `${mark}${escaped}`, `${mark}</summary>`]
}

/** A comment of the Java family. */
export function docComment(text: string): string[] {
  return text ? ['/**', `* ${sanitizeComment(text)}`, '*/'] : []
}

/** The .NET namespace of a DataContract XML namespace. */
export function clrNamespace(xml: string): string {
  return /\/\d{4}\/\d\d\/([\w.]+)$/.exec(xml)?.[1] ?? ''
}
