import { cStyle } from '../header.ts'
import type { Language } from '../language.ts'
import type { DtoDeclaration, EnumDeclaration } from '../model.ts'
import type { Options } from '../options.ts'
import { isReference } from '../spelling.ts'
import { indented, markerOf, markers, memberComments, quoted, routeComments } from '../text.ts'
import { description, importsOf, inNamespace, memberType } from './typescript.ts'

/** Interfaces alone, for code that writes requests as plain objects: hence members may be left out by default. */
export const typescriptD: Language = {
  name: 'typescript.d',
  title: 'TypeScript declarations',
  head: cStyle,
  defaults: {
    GlobalNamespace: '',
    MakePropertiesOptional: true,
    AddServiceStackTypes: true,
    AddResponseStatus: false,
    AddImplicitVersion: null,
    AddDescriptionAsComments: true,
    IncludeTypes: [],
    ExcludeTypes: [],
  },
  emit(declarations, options) {
    const own = options.AddServiceStackTypes ? [returnInterface] : []
    const verbs = Object.values(markers).map((name) => [`export interface ${name}`, '{', '}'])
    const types = declarations.map((d) => (d.kind === 'enum' ? unionOf(d) : interfaceOf(d, options)))
    const imports = importsOf(declarations, options)
    const source = inNamespace([...own, ...verbs, ...types], imports, options)
    // A file that imports nothing is a script, whose namespace every file of a project sees.
    return source.replace(/^export namespace/m, `${imports.length > 0 ? 'export ' : ''}declare namespace`)
  },
}

/** A plain object has no such function; the member only carries the type of the answer. */
const returnInterface = ['export interface IReturn<T>', '{', '    createResponse?(): T;', '}']

function unionOf({ name, values }: EnumDeclaration): string[] {
  return [`export type ${name} = ${values.map(quoted).join(' | ')};`]
}

function interfaceOf(dto: DtoDeclaration, options: Options): string[] {
  const { name, base, request } = dto
  const returned = request && `IReturn<${request.response}>`
  // The library's own IReturn has a function that no plain object has.
  const marker = returned && (options.AddServiceStackTypes ? returned : `Partial<${returned}>`)
  const bases = [base ?? [], marker ?? [], request ? markerOf(request) : []].flat()
  const members = dto.members.flatMap((member) => {
    const optional = options.MakePropertiesOptional || isReference(member.type)
    return [
      ...description(member.description, options),
      ...memberComments(member),
      `${member.name}${optional ? '?' : ''}: ${memberType(member)};`,
    ]
  })
  return [
    ...description(request?.summary ?? '', options),
    ...routeComments(request),
    `export interface ${name}${bases.length > 0 ? ` extends ${bases.join(', ')}` : ''}`,
    '{',
    ...indented(members),
    '}',
  ]
}
