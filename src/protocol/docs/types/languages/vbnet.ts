import type { AnyType } from '../../../schema/type-model.ts'
import type { Language } from '../language.ts'
import type { DtoDeclaration, EnumDeclaration, Member } from '../model.ts'
import type { Options } from '../options.ts'
import { renderType, type TypeSyntax } from '../spelling.ts'
import { apiMember, indented, markerOf, spaced, summaryComment, verbsOf, wordSet } from '../text.ts'
import { collectionOf, dotnetDefaults, dotnetImports, namespaceOf, withoutServiceStack } from './dotnet.ts'

/** In VB.NET case does not count, so a field such as Date or Error is a reserved word. */
const reserved = wordSet(`
  addhandler addressof alias and andalso as boolean byref byte byval call case catch cbool cbyte cchar cdate cdbl cdec
  char cint class clng cobj const continue csbyte cshort csng cstr ctype cuint culng cushort date decimal declare default
  delegate dim directcast do double each else elseif end endif enum erase error event exit false finally for friend
  function get gettype getxmlnamespace global gosub goto handles if implements imports in inherits integer interface is
  isnot let lib like long loop me mod module mustinherit mustoverride mybase myclass nameof namespace narrowing new next
  not nothing notinheritable notoverridable object of on operator option optional or orelse out overloads overridable
  overrides paramarray partial private property protected public raiseevent readonly redim rem removehandler resume
  return sbyte select set shadows shared short single static step stop string structure sub synclock then throw to true
  try trycast typeof uinteger ulong until ushort using variant wend when while widening with withevents writeonly xor`)

const named = (name: string) => (reserved.has(name.toLowerCase()) ? `[${name}]` : name)

const spelling: TypeSyntax = {
  scalars: {
    int: 'Integer',
    double: 'Double',
    bool: 'Boolean',
    dateTime: 'Date',
    timeSpan: 'TimeSpan',
    guid: 'Guid',
    string: 'String',
    bytes: 'Byte()',
  },
  list(item, type) {
    const collection = collectionOf(type)
    return collection === 'array' ? `${item}()` : `${collection}(Of ${item})`
  },
  dictionary: (item) => `Dictionary(Of String, ${item})`,
  nullable: (inner) => `${inner}?`,
  named,
}

/** Classes for ServiceStack's .NET clients. */
export const vbnet: Language = {
  name: 'vbnet',
  title: 'VB.NET',
  // The first empty line without a mark ends the head.
  head: { open: "'", line: "'", off: "''", close: [] },
  defaults: { GlobalNamespace: '', MakePartial: true, MakeVirtual: true, ...dotnetDefaults },
  emit(all, options) {
    const declarations = withoutServiceStack(all)
    const types = declarations.map((d) => (d.kind === 'enum' ? enumOf(d) : classOf(d, options)))
    const namespace = namespaceOf(declarations, options).split('.').map(named).join('.')
    return [
      ...dotnetImports.map((name) => `Imports ${name}`),
      '',
      'Namespace Global',
      `    Namespace ${namespace}`,
      ...indented(spaced(types), 2),
      '    End Namespace',
      'End Namespace',
    ].join('\n')
  },
}

function enumOf({ name, values }: EnumDeclaration): string[] {
  return [`Public Enum ${named(name)}`, ...values.map((value) => `    ${named(value)}`), 'End Enum']
}

function classOf(dto: DtoDeclaration, options: Options): string[] {
  const { name, base, request } = dto
  const markers = request ? [`IReturn(Of ${named(request.response)})`, ...markerOf(request)] : []
  return [
    ...(options.AddDescriptionAsComments ? summaryComment(request?.summary ?? '', "'''") : []),
    ...(request?.routes ?? []).map((r) => `<Route(${literal(r.path)}, ${literal(verbsOf(r))})>`),
    ...(options.AddDataContractAttributes ? [`<DataContract(Namespace:=${literal(dto.namespace)})>`] : []),
    `Public ${options.MakePartial ? 'Partial ' : ''}Class ${named(name)}`,
    ...(base ? [`    Inherits ${named(base)}`] : []),
    ...(options.AddReturnMarker ? markers.map((marker) => `    Implements ${marker}`) : []),
    ...indented(dto.members.flatMap((m) => memberOf(m, options))),
    'End Class',
  ]
}

function memberOf(member: Member, options: Options): string[] {
  const said = apiMember(member, ':=', 'True')
  const initial = member.initial ?? (options.InitializeCollections ? emptyOf(member.type) : undefined)
  return [
    ...(options.AddDescriptionAsComments ? summaryComment(member.description, "'''") : []),
    ...(said ? [`<ApiMember(${said})>`] : []),
    ...(options.AddDataContractAttributes ? ['<DataMember>'] : []),
    `Public ${options.MakeVirtual ? 'Overridable ' : ''}Property ${named(member.name)} As ${renderType(member.type, spelling)}${initial === undefined ? '' : ` = ${initial}`}`,
  ]
}

function emptyOf(type: AnyType): string | undefined {
  if (type.kind === 'dictionary') return `New ${renderType(type, spelling)}()`
  if (type.kind !== 'list') return undefined
  if (collectionOf(type) === 'array') return `New ${renderType(type, spelling)} {}`
  return `New List(Of ${renderType(type.item, spelling)})()`
}

/** VB.NET knows no backslash: a quote is doubled. */
function literal(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
