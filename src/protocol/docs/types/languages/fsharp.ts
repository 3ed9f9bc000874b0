import type { AnyType } from '../../../schema/type-model.ts'
import type { Language } from '../language.ts'
import type { DtoDeclaration, EnumDeclaration, Member } from '../model.ts'
import type { Options } from '../options.ts'
import { renderType, type TypeSyntax } from '../spelling.ts'
import { apiMember, indented, markerOf, quoted, spaced, summaryComment, verbsOf, wordSet } from '../text.ts'
import { collectionOf, dotnetDefaults, dotnetImports, namespaceOf, withoutServiceStack } from './dotnet.ts'

const reserved = wordSet(`
  abstract and as assert base begin class default delegate do done downcast downto elif else end exception extern false
  finally fixed for fun function global if in inherit inline interface internal lazy let match member module mutable
  namespace new not null of open or override private public rec return select sig static struct then to true try type
  upcast use val void when while with yield asr land lor lsl lsr lxor mod atomic break checked component const constraint
  constructor continue event external include mixin parallel process protected pure sealed tailcall trait virtual`)

const named = (name: string) => (reserved.has(name) ? `\`\`${name}\`\`` : name)

const spelling: TypeSyntax = {
  scalars: {
    int: 'Int32',
    double: 'Double',
    bool: 'Boolean',
    dateTime: 'DateTime',
    timeSpan: 'TimeSpan',
    guid: 'Guid',
    string: 'String',
    bytes: 'Byte[]',
  },
  list(item, type) {
    const collection = collectionOf(type)
    if (collection === 'array') return `${item}[]`
    return collection === 'List' ? `ResizeArray<${item}>` : `IEnumerable<${item}>`
  },
  dictionary: (item) => `Dictionary<String, ${item}>`,
  nullable: (inner) => `Nullable<${inner}>`,
  named,
}

/** Classes for ServiceStack's .NET clients. */
export const fsharp: Language = {
  name: 'fsharp',
  title: 'F#',
  // Clients look for the end of the head in C's form, and would send the whole file as options without it.
  head: { open: '(*', line: '', off: '//', close: ['*/', '*)'] },
  defaults: { GlobalNamespace: '', ...dotnetDefaults },
  emit(all, options) {
    const declarations = withoutServiceStack(all)
    const types = declarations.map((d) => (d.kind === 'enum' ? enumOf(d) : classOf(d, options)))
    return [
      // A request and its answer may name each other.
      `namespace rec ${namespaceOf(declarations, options).split('.').map(named).join('.')}`,
      '',
      ...dotnetImports.map((name) => `open ${name}`),
      '',
      ...indented(spaced(types)),
    ].join('\n')
  },
}

function enumOf({ name, values }: EnumDeclaration): string[] {
  return [`type ${named(name)} =`, ...values.map((value, index) => `    | ${named(value)} = ${index}`)]
}

function classOf(dto: DtoDeclaration, options: Options): string[] {
  const { name, base, request } = dto
  const markers = request ? [`IReturn<${named(request.response)}>`, ...markerOf(request)] : []
  const body = [
    ...(base ? [`inherit ${named(base)}()`] : []),
    ...(options.AddReturnMarker ? markers.map((marker) => `interface ${marker}`) : []),
    ...dto.members.flatMap((m) => memberOf(m, options)),
  ]
  return [
    ...(options.AddDescriptionAsComments ? summaryComment(request?.summary ?? '', '///') : []),
    ...(request?.routes ?? []).map((r) => `[<Route(${quoted(r.path)}, ${quoted(verbsOf(r))})>]`),
    ...(options.AddDataContractAttributes ? [`[<DataContract(Namespace=${quoted(dto.namespace)})>]`] : []),
    '[<AllowNullLiteral>]',
    `type ${named(name)}() =`,
    ...indented(body.length > 0 ? body : ['class end']),
  ]
}

function memberOf(member: Member, options: Options): string[] {
  const said = apiMember(member, '=', 'true')
  const initial = member.initial ?? (options.InitializeCollections ? emptyOf(member.type) : undefined)
  return [
    ...(options.AddDescriptionAsComments ? summaryComment(member.description, '///') : []),
    ...(said ? [`[<ApiMember(${said})>]`] : []),
    ...(options.AddDataContractAttributes ? ['[<DataMember>]'] : []),
    `member val ${named(member.name)}:${renderType(member.type, spelling)} = ${initial ?? defaultOf(member.type)} with get,set`,
  ]
}

function defaultOf(type: AnyType): string {
  switch (type.kind) {
    case 'int':
      return '0'
    case 'double':
      return '0.0'
    case 'bool':
      return 'false'
    case 'dateTime':
    case 'timeSpan':
    case 'guid':
    case 'nullable':
      return `new ${renderType(type, spelling)}()`
    case 'enum':
      return `${named(type.typeName)}.${named(type.names[0])}`
    default:
      return 'null'
  }
}

function emptyOf(type: AnyType): string | undefined {
  if (type.kind === 'dictionary') return `new ${renderType(type, spelling)}()`
  if (type.kind !== 'list') return undefined
  const collection = collectionOf(type)
  if (collection === 'array') return '[||]'
  return collection === 'List' ? `new ${renderType(type, spelling)}()` : `Seq.empty<${renderType(type.item, spelling)}>`
}
