import { cStyle } from '../header.ts'
import type { Language } from '../language.ts'
import type { DtoDeclaration, EnumDeclaration, Member } from '../model.ts'
import type { Options } from '../options.ts'
import { isCollection, renderType, type TypeSyntax } from '../spelling.ts'
import { camelCase, docComment, indented, markerOf, memberComments, quoted, spaced, verbsOf, wordSet } from '../text.ts'

/** Java's words, and the members whose accessors every object or request has already. */
const reserved = wordSet(`
  abstract assert boolean break byte case catch char class const continue default do double else enum extends false final
  finally float for goto if implements import instanceof int interface long native new null package private protected
  public return short static strictfp super switch synchronized this throw throws transient true try void volatile while
  responseType _`)

const named = (name: string) => (reserved.has(name) ? `${name}_` : name)

const spelling: TypeSyntax = {
  scalars: {
    int: 'Integer',
    double: 'Double',
    bool: 'Boolean',
    dateTime: 'Date',
    timeSpan: 'TimeSpan',
    guid: 'UUID',
    string: 'String',
    bytes: 'byte[]',
  },
  list: (item) => `ArrayList<${item}>`,
  dictionary: (item) => `HashMap<String,${item}>`,
  nullable: (inner) => inner,
  named,
}

/** What the classes of Java and Kotlin need: ServiceStack's client, and Gson for the names on the wire. */
export const javaImports = [
  'java.math.*',
  'java.util.*',
  'net.servicestack.client.*',
  'com.google.gson.annotations.*',
  'com.google.gson.reflect.*',
]

/** Classes in one outer class, for ServiceStack's Java client. */
export const java: Language = {
  name: 'java',
  title: 'Java',
  head: cStyle,
  defaults: {
    Package: '',
    GlobalNamespace: 'dtos',
    AddPropertyAccessors: true,
    SettersReturnThis: true,
    AddServiceStackTypes: true,
    AddResponseStatus: false,
    AddDescriptionAsComments: true,
    AddImplicitVersion: null,
    InitializeCollections: false,
    IncludeTypes: [],
    ExcludeTypes: [],
    DefaultImports: javaImports,
  },
  emit(declarations, options) {
    const types = declarations.map((d) => (d.kind === 'enum' ? enumOf(d) : classOf(d, options)))
    return [
      ...(options.Package ? [`package ${options.Package};`, ''] : []),
      ...options.DefaultImports.map((name) => `import ${name};`),
      '',
      `public class ${named(options.GlobalNamespace.replaceAll('.', '_'))}`,
      '{',
      ...indented(spaced(types)),
      '}',
    ].join('\n')
  },
}

function enumOf({ name, values }: EnumDeclaration): string[] {
  const constants = values.flatMap((value) => {
    const constant = named(value)
    return [...(constant === value ? [] : [`    @SerializedName(${quoted(value)})`]), `    ${constant},`]
  })
  return [`public static enum ${named(name)}`, '{', ...constants, '    ;', '}']
}

function classOf(dto: DtoDeclaration, options: Options): string[] {
  const { name, base, request } = dto
  const markers = request ? [`IReturn<${named(request.response)}>`, ...markerOf(request)] : []
  const clauses = [base ? `extends ${named(base)}` : [], markers.length > 0 ? `implements ${markers.join(', ')}` : []]
  const body = [dto.members.flatMap((m) => fieldOf(m, options))]
  if (options.AddPropertyAccessors) body.push(dto.members.flatMap((m) => accessorsOf(m, named(name), options)))
  if (request) {
    body.push([
      `private static Object responseType = ${named(request.response)}.class;`,
      'public Object getResponseType() { return responseType; }',
    ])
  }
  return [
    ...(options.AddDescriptionAsComments ? docComment(request?.summary ?? '') : []),
    // The library's annotation cannot be repeated: only the first route is one.
    ...(request?.routes ?? []).map((r, index) => {
      return `${index === 0 ? '' : '// '}@Route(Path=${quoted(r.path)}, Verbs=${quoted(verbsOf(r))})`
    }),
    ['public static class', named(name), ...clauses.flat()].join(' '),
    '{',
    ...indented(spaced(body.filter((group) => group.length > 0))),
    '}',
  ]
}

function fieldOf(member: Member, options: Options): string[] {
  const type = renderType(member.type, spelling)
  const empty = options.InitializeCollections && isCollection(member.type) ? `new ${type}()` : 'null'
  return [
    ...(options.AddDescriptionAsComments ? docComment(member.description) : []),
    ...memberComments(member),
    `@SerializedName(${quoted(member.name)})`,
    `public ${type} ${named(camelCase(member.name))} = ${member.initial ?? empty};`,
  ]
}

function accessorsOf(member: Member, owner: string, options: Options): string[] {
  const field = named(camelCase(member.name))
  const type = renderType(member.type, spelling)
  const suffix = field.charAt(0).toUpperCase() + field.slice(1)
  const setter = options.SettersReturnThis
    ? `public ${owner} set${suffix}(${type} value) { this.${field} = value; return this; }`
    : `public void set${suffix}(${type} value) { this.${field} = value; }`
  return [`public ${type} get${suffix}() { return ${field}; }`, setter]
}
