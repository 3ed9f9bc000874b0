import type { AnyType } from '../../../schema/type-model.ts'
import { cStyle } from '../header.ts'
import type { Language } from '../language.ts'
import type { DtoDeclaration, EnumDeclaration, Member } from '../model.ts'
import type { Options } from '../options.ts'
import { renderType, type TypeSyntax } from '../spelling.ts'
import { apiMember, indented, markerOf, quoted, spaced, summaryComment, verbsOf, wordSet } from '../text.ts'
import { collectionOf, dotnetDefaults, dotnetImports, namespaceOf, withoutServiceStack } from './dotnet.ts'

const reserved = wordSet(`
  abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else
  enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock
  long namespace new null object operator out override params private protected public readonly ref return sbyte sealed
  short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort
  using virtual void volatile while`)

const named = (name: string) => (reserved.has(name) ? `@${name}` : name)

const spelling: TypeSyntax = {
  scalars: {
    int: 'int',
    double: 'double',
    bool: 'bool',
    dateTime: 'DateTime',
    timeSpan: 'TimeSpan',
    guid: 'Guid',
    string: 'string',
    bytes: 'byte[]',
  },
  list(item, type) {
    const collection = collectionOf(type)
    return collection === 'array' ? `${item}[]` : `${collection}<${item}>`
  },
  dictionary: (item) => `Dictionary<string, ${item}>`,
  nullable: (inner) => `${inner}?`,
  named,
}

/** Classes for ServiceStack's .NET clients. */
export const csharp: Language = {
  name: 'csharp',
  title: 'C#',
  head: cStyle,
  defaults: { GlobalNamespace: '', MakePartial: true, MakeVirtual: true, ...dotnetDefaults },
  emit(all, options) {
    const declarations = withoutServiceStack(all)
    const types = declarations.map((d) => (d.kind === 'enum' ? enumOf(d) : classOf(d, options)))
    const namespace = namespaceOf(declarations, options).split('.').map(named).join('.')
    return [
      ...dotnetImports.map((name) => `using ${name};`),
      '',
      `namespace ${namespace}`,
      '{',
      ...indented(spaced(types)),
      '}',
    ].join('\n')
  },
}

function enumOf({ name, values }: EnumDeclaration): string[] {
  return [`public enum ${named(name)}`, '{', ...values.map((value) => `    ${named(value)},`), '}']
}

function classOf(dto: DtoDeclaration, options: Options): string[] {
  const { name, base, request } = dto
  const markers = request ? [`IReturn<${named(request.response)}>`, ...markerOf(request)] : []
  const bases = [...(base ? [named(base)] : []), ...(options.AddReturnMarker ? markers : [])]
  return [
    ...(options.AddDescriptionAsComments ? summaryComment(request?.summary ?? '', '///') : []),
    ...(request?.routes ?? []).map((r) => `[Route(${quoted(r.path)}, ${quoted(verbsOf(r))})]`),
    ...(options.AddDataContractAttributes ? [`[DataContract(Namespace=${quoted(dto.namespace)})]`] : []),
    `public ${options.MakePartial ? 'partial ' : ''}class ${named(name)}`,
    ...(bases.length > 0 ? [`    : ${bases.join(', ')}`] : []),
    '{',
    ...indented(dto.members.flatMap((m) => memberOf(m, options))),
    '}',
  ]
}

function memberOf(member: Member, options: Options): string[] {
  const said = apiMember(member, '=', 'true')
  const initial = member.initial ?? (options.InitializeCollections ? emptyOf(member.type) : undefined)
  return [
    ...(options.AddDescriptionAsComments ? summaryComment(member.description, '///') : []),
    ...(said ? [`[ApiMember(${said})]`] : []),
    ...(options.AddDataContractAttributes ? ['[DataMember]'] : []),
    `public ${options.MakeVirtual ? 'virtual ' : ''}${renderType(member.type, spelling)} ${named(member.name)} { get; set; }${initial === undefined ? '' : ` = ${initial};`}`,
  ]
}

function emptyOf(type: AnyType): string | undefined {
  if (type.kind === 'dictionary') return `new ${renderType(type, spelling)}()`
  if (type.kind !== 'list') return undefined
  if (collectionOf(type) === 'array') return `new ${renderType(type, spelling)} { }`
  return `new List<${renderType(type.item, spelling)}>()`
}
