import { cStyle } from '../header.ts'
import type { Language } from '../language.ts'
import { type Declaration, type DtoDeclaration, type EnumDeclaration, type Member, namesIn } from '../model.ts'
import type { Options } from '../options.ts'
import { isCollection, isReference, renderType, type TypeSyntax } from '../spelling.ts'
import { indented, markerOf, markers, memberComments, quoted, routeComments, sanitizeComment, spaced } from '../text.ts'

/** Types as JSON carries them: dates, durations, guids and bytes are text there. */
export const spelling: TypeSyntax = {
  scalars: {
    int: 'number',
    double: 'number',
    bool: 'boolean',
    dateTime: 'string',
    timeSpan: 'string',
    guid: 'string',
    string: 'string',
    bytes: 'string',
  },
  list: (item) => (item.includes('|') ? `(${item})[]` : `${item}[]`),
  dictionary: (item) => `{ [index: string]: ${item} }`,
  nullable: (inner) => `${inner} | null`,
  named: (name) => name,
}

/** The type of a member: one that is null is left out, so only items are ever `| null`. */
export function memberType({ type }: Member): string {
  return renderType(type.kind === 'nullable' ? type.inner : type, spelling)
}

/**
 * Classes that `@servicestack/client` takes. Members are named as on the wire; they may be missing where an answer
 * leaves them out, which it never does with value types.
 */
export const typescript: Language = {
  name: 'typescript',
  title: 'TypeScript',
  head: cStyle,
  defaults: {
    GlobalNamespace: '',
    MakePropertiesOptional: false,
    AddServiceStackTypes: true,
    AddResponseStatus: false,
    AddImplicitVersion: null,
    AddDescriptionAsComments: true,
    InitializeCollections: false,
    IncludeTypes: [],
    ExcludeTypes: [],
  },
  emit(declarations, options) {
    const types = declarations.map((d) => (d.kind === 'enum' ? enumOf(d) : classOf(d, options)))
    const own = options.AddServiceStackTypes ? [returnInterface, returnVoidInterface] : []
    const verbs = Object.values(markers).map((name) => [`export interface ${name}`, '{', '}'])
    return inNamespace([...own, ...verbs, ...types], importsOf(declarations, options), options)
  },
}

const returnInterface = ['export interface IReturn<T>', '{', '    createResponse(): T;', '}']
const returnVoidInterface = ['export interface IReturnVoid', '{', '    createResponse(): void;', '}']

/** The whole source: what is imported, then the types, in the namespace that is asked for. */
export function inNamespace(groups: string[][], imports: string[], { GlobalNamespace }: Options): string {
  const lines = spaced(groups)
  const body = GlobalNamespace ? [`export namespace ${GlobalNamespace}`, '{', ...indented(lines), '}'] : lines
  return [...(imports.length > 0 ? [...imports, ''] : []), ...body].join('\n')
}

/** What the client library has to give when its types are not emitted. */
export function importsOf(declarations: readonly Declaration[], options: Options): string[] {
  if (options.AddServiceStackTypes) return []
  const dtos = declarations.filter((d) => d.kind === 'dto')
  const here = new Set(declarations.map((d) => d.name))
  const used = new Set(dtos.flatMap((d) => d.members.flatMap((m) => namesIn(m.type))))
  const names = ['ResponseStatus', 'ResponseError'].filter((name) => used.has(name) && !here.has(name))
  if (dtos.some((d) => d.request)) names.unshift('IReturn')
  return names.length > 0 ? [`import type { ${names.join(', ')} } from '@servicestack/client'`] : []
}

/** A description before what it describes. */
export function description(text: string, options: Options): string[] {
  return text && options.AddDescriptionAsComments ? [`/** @description ${sanitizeComment(text)} */`] : []
}

function enumOf({ name, values }: EnumDeclaration): string[] {
  return [`export enum ${name}`, '{', ...values.map((value) => `    ${value} = ${quoted(value)},`), '}']
}

function classOf(dto: DtoDeclaration, options: Options): string[] {
  const { name, base, request } = dto
  const implemented = request ? [`IReturn<${request.response}>`, ...markerOf(request)] : []
  const clauses = [base ? `extends ${base}` : [], implemented.length > 0 ? `implements ${implemented.join(', ')}` : []]
  const body = [
    ...dto.members.flatMap((m) => memberOf(m, options)),
    `public constructor(init?: Partial<${name}>) { ${base ? 'super(init); ' : ''}Object.assign(this, init); }`,
  ]
  if (request) {
    body.push(`public getTypeName() { return ${quoted(name)}; }`)
    body.push(`public getMethod() { return ${quoted(request.verb)}; }`)
    body.push(`public createResponse() { return new ${request.response}(); }`)
  }
  return [
    ...description(request?.summary ?? '', options),
    ...routeComments(request),
    ['export class', name, ...clauses.flat()].join(' '),
    '{',
    ...indented(body),
    '}',
  ]
}

function memberOf(member: Member, options: Options): string[] {
  const { name, type, initial } = member
  const comments = [...description(member.description, options), ...memberComments(member)]
  const declared = memberType(member)
  if (initial !== undefined) return [...comments, `public ${name}: ${declared} = ${initial};`]
  if (options.InitializeCollections && isCollection(type)) {
    return [...comments, `public ${name}: ${declared} = ${type.kind === 'list' ? '[]' : '{}'};`]
  }
  const mark = options.MakePropertiesOptional || isReference(type) ? '?' : '!'
  return [...comments, `public ${name}${mark}: ${declared};`]
}
