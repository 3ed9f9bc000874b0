import type { AnyType } from '../../../schema/type-model.ts'
import { cStyle } from '../header.ts'
import type { Language } from '../language.ts'
import type { DtoDeclaration, EnumDeclaration, Member } from '../model.ts'
import type { Options } from '../options.ts'
import { isCollection, isReference, renderType, type TypeSyntax } from '../spelling.ts'
import {
  camelCase,
  docComment,
  indented,
  markerOf,
  memberComments,
  quoted,
  routeComments,
  spaced,
  wordSet,
} from '../text.ts'

const reserved = wordSet(`
  Any Protocol Self Type as associatedtype break case catch class continue default defer deinit do else enum extension
  fallthrough false fileprivate for func guard if import in init inout internal is let nil open operator precedencegroup
  private protocol public repeat rethrows return self static struct subscript super switch throw throws true try
  typealias var where while`)

const named = (name: string) => (reserved.has(name) ? `\`${name}\`` : name)
/** Members begin in lower case, not only by custom: `var Device: Device` would name itself as its type. */
const property = (name: string) => named(camelCase(name))

const spelling: TypeSyntax = {
  scalars: {
    int: 'Int',
    double: 'Double',
    bool: 'Bool',
    dateTime: 'Date',
    timeSpan: 'String',
    guid: 'String',
    string: 'String',
    bytes: 'Data',
  },
  list: (item) => `[${item}]`,
  dictionary: (item) => `[String:${item}]`,
  nullable: (inner) => `${inner}?`,
  named,
}

/** Codable classes for ServiceStack's Swift client. */
export const swift: Language = {
  name: 'swift',
  title: 'Swift',
  head: cStyle,
  defaults: {
    AddServiceStackTypes: true,
    MakePropertiesOptional: true,
    AddResponseStatus: false,
    AddImplicitVersion: null,
    AddDescriptionAsComments: true,
    InitializeCollections: false,
    IncludeTypes: [],
    ExcludeTypes: [],
    DefaultImports: ['Foundation', 'ServiceStack'],
  },
  emit(declarations, options) {
    const types = declarations.map((d) => (d.kind === 'enum' ? enumOf(d) : classOf(d, options)))
    return [...options.DefaultImports.map((name) => `import ${name}`), '', ...spaced(types)].join('\n')
  },
}

function enumOf({ name, values }: EnumDeclaration): string[] {
  const cases = values.map((value) => `    case ${named(value)} = ${quoted(value)}`)
  return [`public enum ${named(name)} : String, Codable`, '{', ...cases, '}']
}

function classOf(dto: DtoDeclaration, options: Options): string[] {
  const { name, base, request, members } = dto
  const bases = [
    ...(base ? [named(base)] : []),
    ...(request ? ['IReturn', ...markerOf(request)] : []),
    ...(base ? [] : ['Codable']),
  ]
  const groups = [
    request ? [`public typealias Return = ${named(request.response)}`] : [],
    members.flatMap((m) => declared(m, options)),
    [`required public init(){${base ? ' super.init() ' : ''}}`],
    keysOf(members),
    decoderOf(members, base !== null, options),
    members.length > 0 ? encoderOf(members, base !== null, options) : [],
  ]
  return [
    ...(options.AddDescriptionAsComments ? docComment(request?.summary ?? '') : []),
    ...routeComments(request),
    `public class ${named(name)} : ${bases.join(', ')}`,
    '{',
    ...indented(spaced(groups.filter((group) => group.length > 0))),
    '}',
  ]
}

/** The default of a member that is always there; undefined where it may be unset. */
function startOf({ type, initial }: Member, options: Options): string | undefined {
  if (initial !== undefined) return String(initial)
  if (isCollection(type)) return options.InitializeCollections ? (type.kind === 'list' ? '[]' : '[:]') : undefined
  return options.MakePropertiesOptional || isReference(type) ? undefined : defaultOf(type)
}

function declared(member: Member, options: Options): string[] {
  const start = startOf(member, options)
  return [
    ...(options.AddDescriptionAsComments ? docComment(member.description) : []),
    ...memberComments(member),
    `public var ${property(member.name)}:${typeOf(member)}${start === undefined ? '?' : ` = ${start}`}`,
  ]
}

function keysOf(members: readonly Member[]): string[] {
  const cases = members.map((m) => `    case ${property(m.name)} = ${quoted(m.name)}`)
  return cases.length > 0 ? ['private enum CodingKeys : String, CodingKey {', ...cases, '}'] : []
}

function decoderOf(members: readonly Member[], hasBase: boolean, options: Options): string[] {
  const body = [
    ...(hasBase ? ['try super.init(from: decoder)'] : []),
    ...(members.length > 0 ? ['let container = try decoder.container(keyedBy: CodingKeys.self)'] : []),
    ...members.map((m) => {
      const start = startOf(m, options)
      const found = `try container.decodeIfPresent(${typeOf(m)}.self, forKey: .${property(m.name)})`
      return `self.${property(m.name)} = ${found}${start === undefined ? '' : ` ?? ${start}`}`
    }),
  ]
  return ['required public init(from decoder: Decoder) throws {', ...indented(body), '}']
}

function encoderOf(members: readonly Member[], hasBase: boolean, options: Options): string[] {
  const body = [
    ...(hasBase ? ['try super.encode(to: encoder)'] : []),
    'var container = encoder.container(keyedBy: CodingKeys.self)',
    ...members.map((m) => {
      const call = startOf(m, options) === undefined ? 'encodeIfPresent' : 'encode'
      return `try container.${call}(self.${property(m.name)}, forKey: .${property(m.name)})`
    }),
  ]
  return [`public ${hasBase ? 'override ' : ''}func encode(to encoder: Encoder) throws {`, ...indented(body), '}']
}

function typeOf({ type }: Member): string {
  return renderType(type.kind === 'nullable' ? type.inner : type, spelling)
}

function defaultOf(type: AnyType): string {
  switch (type.kind) {
    case 'int':
    case 'double':
      return '0'
    case 'bool':
      return 'false'
    case 'dateTime':
      return 'Date(timeIntervalSince1970: 0)'
    case 'enum':
      return `.${named(type.names[0])}`
    default:
      return '""'
  }
}
