import { cStyle } from '../header.ts'
import type { Language } from '../language.ts'
import type { DtoDeclaration, EnumDeclaration, Member } from '../model.ts'
import type { Options } from '../options.ts'
import { isCollection, renderType, type TypeSyntax } from '../spelling.ts'
import { camelCase, docComment, indented, markerOf, memberComments, quoted, spaced, verbsOf, wordSet } from '../text.ts'
import { javaImports } from './java.ts'

const reserved = wordSet(`
  as break class continue do else false for fun if in interface is null object package return super this throw true try
  typealias typeof val var when while`)
/** Properties whose getters every object or request has already. */
const taken = wordSet('class responseType')

const named = (name: string) => (reserved.has(name) ? `\`${name}\`` : name)
const property = (name: string) => (taken.has(name) ? `${name}_` : named(name))

const spelling: TypeSyntax = {
  scalars: {
    int: 'Int',
    double: 'Double',
    bool: 'Boolean',
    dateTime: 'Date',
    timeSpan: 'TimeSpan',
    guid: 'UUID',
    string: 'String',
    bytes: 'ByteArray',
  },
  list: (item) => `ArrayList<${item}>`,
  dictionary: (item) => `HashMap<String,${item}>`,
  nullable: (inner) => `${inner}?`,
  named,
}

/** Classes for ServiceStack's Java client. */
export const kotlin: Language = {
  name: 'kotlin',
  title: 'Kotlin',
  head: cStyle,
  defaults: {
    Package: '',
    AddServiceStackTypes: true,
    AddResponseStatus: false,
    AddImplicitVersion: null,
    AddDescriptionAsComments: true,
    InitializeCollections: false,
    IncludeTypes: [],
    ExcludeTypes: [],
    DefaultImports: javaImports,
  },
  emit(declarations, options) {
    const types = declarations.map((d) => (d.kind === 'enum' ? enumOf(d) : classOf(d, options)))
    return [
      ...(options.Package ? [`package ${options.Package.split('.').map(named).join('.')}`, ''] : []),
      ...options.DefaultImports.map((name) => `import ${name}`),
      '',
      ...spaced(types),
    ].join('\n')
  },
}

function enumOf({ name, values }: EnumDeclaration): string[] {
  return [`enum class ${named(name)}`, '{', ...values.map((value) => `    ${named(value)},`), '}']
}

function classOf(dto: DtoDeclaration, options: Options): string[] {
  const { name, base, request } = dto
  const markers = request ? [`IReturn<${named(request.response)}>`, ...markerOf(request)] : []
  const bases = [...(base ? [`${named(base)}()`] : []), ...markers]
  const body = dto.members.flatMap((m) => propertyOf(m, options))
  if (request) {
    body.push(`companion object { private val responseType = ${named(request.response)}::class.java }`)
    body.push(`override fun getResponseType(): Any? = ${named(name)}.responseType`)
  }
  return [
    ...(options.AddDescriptionAsComments ? docComment(request?.summary ?? '') : []),
    // The library's annotation cannot be repeated: only the first route is one.
    ...(request?.routes ?? []).map((r, index) => {
      return `${index === 0 ? '' : '// '}@Route(Path=${literal(r.path)}, Verbs=${quoted(verbsOf(r))})`
    }),
    `open class ${named(name)}${bases.length > 0 ? ` : ${bases.join(', ')}` : ''}`,
    '{',
    ...indented(body),
    '}',
  ]
}

function propertyOf(member: Member, options: Options): string[] {
  const type = renderType(member.type.kind === 'nullable' ? member.type.inner : member.type, spelling)
  const isEmpty = options.InitializeCollections && isCollection(member.type)
  return [
    ...(options.AddDescriptionAsComments ? docComment(member.description) : []),
    ...memberComments(member),
    `@SerializedName(${literal(member.name)})`,
    `open var ${property(camelCase(member.name))}:${type}? = ${member.initial ?? (isEmpty ? `${type}()` : 'null')}`,
  ]
}

/** In Kotlin a dollar begins a value within a string. */
function literal(text: string): string {
  return quoted(text).replaceAll('$', '\\$')
}
