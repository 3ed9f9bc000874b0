import type { AnyType } from '../../../schema/type-model.ts'
import type { Language } from '../language.ts'
import type { DtoDeclaration, EnumDeclaration, Member } from '../model.ts'
import type { Options } from '../options.ts'
import { isCollection, isReference, renderType, type TypeSyntax } from '../spelling.ts'
import {
  indented,
  markerOf,
  memberComments,
  quoted,
  routeComments,
  sanitizeComment,
  upperSnakeCase,
  wordSet,
} from '../text.ts'

/** Python's words, and the names that the bodies of the classes use. */
const reserved = wordSet(`
  False None True and as assert async await break class continue def del elif else except finally for from global if
  import in is lambda nonlocal not or pass raise return try while with config datetime dict field list`)

const named = (name: string) => (reserved.has(name) ? `${name}_` : name)

const spelling: TypeSyntax = {
  scalars: {
    int: 'int',
    double: 'float',
    bool: 'bool',
    dateTime: 'datetime.datetime',
    timeSpan: 'datetime.timedelta',
    guid: 'str',
    string: 'str',
    bytes: 'bytes',
  },
  list: (item) => `List[${item}]`,
  dictionary: (item) => `Dict[str, ${item}]`,
  nullable: (inner) => `Optional[${inner}]`,
  named,
}

/**
 * Dataclasses for ServiceStack's Python client, which looks a member up by its own name or its camelCase form and by no
 * other: so members are named as on the wire, not in snake_case, and no letter case is given to dataclasses_json.
 */
export const python: Language = {
  name: 'python',
  title: 'Python',
  head: { open: '"""', line: '', off: '#', close: ['"""'] },
  defaults: {
    AddServiceStackTypes: true,
    AddResponseStatus: false,
    AddImplicitVersion: null,
    AddDescriptionAsComments: true,
    InitializeCollections: false,
    IncludeTypes: [],
    ExcludeTypes: [],
    DefaultImports: [
      'datetime',
      'servicestack:*',
      'typing:Dict/List/Optional',
      'dataclasses:dataclass/field',
      'dataclasses_json:dataclass_json/Undefined/config',
      'enum:Enum',
    ],
  },
  emit(declarations, options) {
    const types = declarations.map((d) => (d.kind === 'enum' ? enumOf(d) : classOf(d, options)))
    return [
      // Types are then looked up in the module: a member may have the name of its type, and a type come later.
      'from __future__ import annotations',
      '',
      ...options.DefaultImports.map(importOf),
      ...types.flatMap((lines) => ['', '', ...lines]),
    ].join('\n')
  },
}

/** `module`, or `module:name/name`. */
function importOf(text: string): string {
  const [module = '', names] = text.split(':')
  return names ? `from ${module} import ${names.split('/').join(', ')}` : `import ${module}`
}

function enumOf({ name, values }: EnumDeclaration): string[] {
  return [
    `class ${named(name)}(str, Enum):`,
    ...values.map((value) => `    ${upperSnakeCase(value)} = ${quoted(value)}`),
  ]
}

function classOf(dto: DtoDeclaration, options: Options): string[] {
  const { name, base, request } = dto
  const markers = request ? [`IReturn[${named(request.response)}]`, ...markerOf(request)] : []
  const bases = [...(base ? [named(base)] : []), ...markers].join(', ')
  const about = options.AddDescriptionAsComments ? docstring(request?.summary ?? '') : []
  const body = [...about, ...dto.members.flatMap((m) => memberOf(m, options))]
  return [
    ...routeComments(request, '#'),
    '@dataclass_json(undefined=Undefined.EXCLUDE)',
    '@dataclass',
    `class ${named(name)}${bases ? `(${bases})` : ''}:`,
    ...indented(body.length > 0 ? body : ['pass']),
  ]
}

function memberOf(member: Member, options: Options): string[] {
  const { name, type } = member
  const inner = renderType(type.kind === 'nullable' ? type.inner : type, spelling)
  const isEmpty = options.InitializeCollections && isCollection(type)
  const isOptional = (isReference(type) && !isEmpty) || type.kind === 'enum' || type.kind === 'guid'
  const renamed = named(name) === name ? [] : [`metadata=config(field_name=${quoted(name)})`]
  const start = isEmpty
    ? `default_factory=${type.kind === 'list' ? 'list' : 'dict'}`
    : `default=${member.initial ?? (isOptional ? 'None' : defaultOf(type))}`
  const value =
    renamed.length > 0 || isEmpty ? `field(${[...renamed, start].join(', ')})` : start.slice('default='.length)
  return [
    ...memberComments(member, '#'),
    `${named(name)}: ${isOptional ? `Optional[${inner}]` : inner} = ${value}`,
    ...(options.AddDescriptionAsComments ? docstring(member.description) : []),
  ]
}

function defaultOf(type: AnyType): string {
  switch (type.kind) {
    case 'int':
      return '0'
    case 'double':
      return '0.0'
    case 'bool':
      return 'False'
    case 'dateTime':
      return 'datetime.datetime(1, 1, 1)'
    case 'timeSpan':
      return 'datetime.timedelta()'
    default:
      return 'None'
  }
}

function docstring(text: string): string[] {
  return text ? ['"""', sanitizeComment(text), '"""'] : []
}
