import type { AnyType } from '../../../schema/type-model.ts'
import { cStyle } from '../header.ts'
import type { Language } from '../language.ts'
import type { Declaration, DtoDeclaration, EnumDeclaration, Member } from '../model.ts'
import type { Options } from '../options.ts'
import { isCollection, renderType, type TypeSyntax } from '../spelling.ts'
import {
  camelCase,
  indented,
  markerOf,
  memberComments,
  quoted,
  routeComments,
  sanitizeComment,
  spaced,
  wordSet,
} from '../text.ts'

/** Dart's words, and the members that every object or DTO has already. */
const reserved = wordSet(`
  abstract as assert async await break case catch class const continue covariant default deferred do dynamic else enum
  export extends extension external factory false final finally for get if implements import in interface is late library
  mixin new null on operator part required rethrow return sealed set show static super switch sync this throw true try
  typedef var void when while with yield context createResponse fromJson fromMap getResponseTypeName getTypeName hashCode
  noSuchMethod runtimeType toJson toString index values`)

const named = (name: string) => (reserved.has(name) ? `${name}_` : name)
/** Members begin in lower case, not only by custom: within its class a member hides the type of its name. */
const property = (name: string) => named(camelCase(name))

const spelling: TypeSyntax = {
  scalars: {
    int: 'int',
    double: 'double',
    bool: 'bool',
    dateTime: 'DateTime',
    timeSpan: 'Duration',
    guid: 'String',
    string: 'String',
    bytes: 'Uint8List',
  },
  list: (item) => `List<${item}>`,
  dictionary: (item) => `Map<String,${item}?>`,
  nullable: (inner) => `${inner}?`,
  named,
}

/** Classes for ServiceStack's Dart client, with null safety (Dart 2.17 and later). */
export const dart: Language = {
  name: 'dart',
  title: 'Dart',
  head: cStyle,
  defaults: {
    AddServiceStackTypes: true,
    AddResponseStatus: false,
    AddImplicitVersion: null,
    AddDescriptionAsComments: true,
    InitializeCollections: false,
    IncludeTypes: [],
    ExcludeTypes: [],
    DefaultImports: ['dart:typed_data', 'package:servicestack/servicestack.dart'],
  },
  emit(declarations, options) {
    const types = declarations.map((d) => (d.kind === 'enum' ? enumOf(d) : classOf(d, options)))
    const imports = options.DefaultImports.map((name) => `import '${name}';`)
    return [...imports, '', ...spaced([...types, contextOf(declarations)])].join('\n')
  },
}

function enumOf({ name, values }: EnumDeclaration): string[] {
  return [`enum ${named(name)}`, '{', ...values.map((value) => `    ${named(value)},`), '}']
}

function classOf(dto: DtoDeclaration, options: Options): string[] {
  const { name, base, request, members } = dto
  const own = named(name)
  const interfaces = request ? [`IReturn<${named(request.response)}>`, ...markerOf(request)] : []
  const parameters = [
    ...members.map((m) => `this.${property(m.name)}`),
    ...dto.inherited.map((m) => `super.${property(m.name)}`),
  ].join(', ')
  const body = [
    members.flatMap((m) => declared(m, options)),
    [
      `${own}(${parameters ? `{${parameters}}` : ''})${startsOf(members, options)}`,
      `${own}.fromJson(Map<String, dynamic> json) { fromMap(json); }`,
    ],
    [
      'fromMap(Map<String, dynamic> json) {',
      ...indented([
        ...(base ? ['super.fromMap(json);'] : []),
        ...members.map((m) => `${property(m.name)} = ${fromJson(m)};`),
        'return this;',
      ]),
      '}',
    ],
    mapOf(members, base !== null),
    [
      ...(request
        ? [`createResponse() => ${named(request.response)}();`, `getResponseTypeName() => ${quoted(request.response)};`]
        : []),
      `getTypeName() => ${quoted(name)};`,
      ...(base ? [] : ['TypeContext? context = _ctx;']),
    ],
  ]
  return [
    ...(options.AddDescriptionAsComments ? comment(request?.summary ?? '') : []),
    ...routeComments(request),
    `class ${own}${base ? ` extends ${named(base)}` : ''} implements ${[...interfaces, 'IConvertible'].join(', ')}`,
    '{',
    ...indented(spaced(body.filter((group) => group.length > 0))),
    '}',
  ]
}

function declared(member: Member, options: Options): string[] {
  return [
    ...(options.AddDescriptionAsComments ? comment(member.description) : []),
    ...memberComments(member),
    `${typeOf(member)}? ${property(member.name)};`,
  ]
}

/** The body of the constructor: what members start with that are not given. */
function startsOf(members: readonly Member[], options: Options): string {
  const starts = members.flatMap(({ name, type, initial }) => {
    const isEmpty = options.InitializeCollections && isCollection(type)
    const start = initial ?? (isEmpty ? (type.kind === 'list' ? '[]' : '{}') : undefined)
    return start === undefined ? [] : `${property(name)} ??= ${start};`
  })
  return starts.length > 0 ? ` { ${starts.join(' ')} }` : ';'
}

function mapOf(members: readonly Member[], hasBase: boolean): string[] {
  const entries = members.map((m) => `${quoted(m.name)}: ${toJson(m)},`)
  const [open, close] = hasBase ? ['super.toJson()..addAll({', '});'] : ['{', '};']
  return [`Map<String, dynamic> toJson() => ${open}`, ...indented(entries), close]
}

function fromJson(member: Member): string {
  const value = `json[${quoted(member.name)}]`
  const { kind } = plain(member.type)
  if (kind === 'double') return `JsonConverters.toDouble(${value})`
  if (isPlain(kind)) return value
  if (member.type.kind === 'dictionary' && member.type.item.kind === 'string') {
    return `JsonConverters.toStringMap(${value})`
  }
  return `JsonConverters.fromJson(${value}, ${quoted(typeOf(member))}, context!)`
}

function toJson(member: Member): string {
  const value = property(member.name)
  const isText = member.type.kind === 'dictionary' && member.type.item.kind === 'string'
  const { kind } = plain(member.type)
  if (kind === 'double' || isPlain(kind) || isText) return value
  return `JsonConverters.toJson(${value}, ${quoted(typeOf(member))}, context!)`
}

/** What the client needs to make values of each type by its name. */
function contextOf(declarations: readonly Declaration[]): string[] {
  const infos = new Map<string, string>()
  const addCollections = (type: AnyType): void => {
    const inner = plain(type)
    if (inner.kind !== 'list' && inner.kind !== 'dictionary') return
    addCollections(inner.item)
    const item = renderType(inner.item, spelling)
    const empty = inner.kind === 'list' ? `<${item}>[]` : `<String,${item}?>{}`
    infos.set(renderType(inner, spelling), `TypeInfo(TypeOf.Class, create: () => ${empty})`)
  }
  for (const declaration of declarations) {
    const name = named(declaration.name)
    if (declaration.kind === 'enum') {
      infos.set(name, `TypeInfo(TypeOf.Enum, enumValues: ${name}.values)`)
    } else {
      for (const member of declaration.members) addCollections(member.type)
      infos.set(name, `TypeInfo(TypeOf.Class, create: () => ${name}())`)
    }
  }
  return [
    "TypeContext _ctx = TypeContext(library: 'dtos', types: <String, TypeInfo>{",
    ...[...infos].map(([name, info]) => `    ${quoted(name)}: ${info},`),
    '});',
  ]
}

function plain(type: AnyType): AnyType {
  return type.kind === 'nullable' ? type.inner : type
}

function isPlain(kind: AnyType['kind']): boolean {
  return kind === 'int' || kind === 'bool' || kind === 'string' || kind === 'guid'
}

function typeOf(member: Member): string {
  return renderType(plain(member.type), spelling)
}

function comment(text: string): string[] {
  return text ? [`/// ${sanitizeComment(text)}`] : []
}
