import { describe, expect, test } from 'vitest'
import type { DtoType } from '../../../../src/protocol/schema/type-model.ts'
import { contractTypes, Everything } from '../../formats/types.ts'
import { Awkward, Gatherings, source } from './operations.ts'

/** How each language begins a DTO, and how it shows a member's name on the wire. */
const shapes: Readonly<Record<string, { type: RegExp; member: RegExp }>> = {
  csharp: { type: /public partial class @?(\w+)/, member: /^\s+public virtual .+ @?(\w+) \{ get; set; \}$/ },
  typescript: { type: /export class (\w+)/, member: /^\s+public (\w+)[?!]: .+;$/ },
  'typescript.d': { type: /export interface (\w+)/, member: /^\s+(\w+)\??: .+;$/ },
  java: { type: /public static class (\w+)/, member: /@SerializedName\("(\w+)"\)/ },
  kotlin: { type: /open class `?(\w+)/, member: /@SerializedName\("(\w+)"\)/ },
  python: { type: /^class (\w+)/, member: /^ {4}\w+: .*field_name="(\w+)"|^ {4}(\w+): / },
  dart: { type: /^class (\w+)/, member: /^\s+"(\w+)": .+,$/ },
  swift: { type: /public class `?(\w+)/, member: /^\s+case .+ = "(\w+)"$/ },
  fsharp: { type: /type (\w+)\(\) =/, member: /member val (?:``)?(\w+?)(?:``)?:/ },
  vbnet: { type: /Partial Class \[?(\w+)/, member: /Property \[?(\w+)\]? As / },
}
const names = Object.keys(shapes)
/** Other declarations, which end the DTO before them. */
const other = /\benum\b|^\s*type \w+ =$|TypeContext _ctx|class \w+\(str, Enum\)/i

function membersByType(language: string, text: string): Map<string, string[]> {
  const shape = shapes[language]
  if (!shape) throw new Error(language)
  const found = new Map<string, string[]>()
  let current: string[] | undefined
  for (const line of text.split('\n')) {
    const type = shape.type.exec(line)?.[1]
    const isKeys = language === 'swift' && line.includes('CodingKeys')
    if (other.test(line) && !isKeys) current = undefined
    else if (type) {
      current = []
      found.set(type, current)
    }
    const member = shape.member.exec(line)
    if (member && !type) current?.push(member[1] ?? member[2] ?? '')
  }
  return found
}

function added(type: DtoType<object>): string[] {
  return type.fields.filter((f) => f.declaredBy.csharp === type.typeName).map((f) => f.name)
}

const dotnet = ['csharp', 'fsharp', 'vbnet']
const serviceStackTypes = ['ResponseStatus', 'ResponseError']

describe.each(names)('%s', (language) => {
  test('has every DTO of the contract, with the members that it adds to its base, in their order', async () => {
    const found = membersByType(language, await source(language))
    for (const type of [...contractTypes, Gatherings, Awkward]) {
      const isLibrarys = dotnet.includes(language) && serviceStackTypes.includes(type.typeName)
      expect([type.typeName, found.get(type.typeName)]).toEqual([type.typeName, isLibrarys ? undefined : added(type)])
    }
  })

  test('has the routes of a request, and the values of an enum', async () => {
    const text = await source(language)
    expect(text).toMatch(/Route\(.*"\/Ams\/\{ClientID\}\/Event\/\{EventID\}\/EventRegistrationSessions".*"POST,DELETE"/)
    for (const value of ['Desktop', 'IOS', 'Android']) expect(text).toMatch(new RegExp(`\\b${value}\\b`))
  })

  test('no description ends a comment or a string', async () => {
    const text = await source(language)
    expect(text).toContain('Ends no')
    expect(text).not.toContain('Ends no */')
    expect(text).not.toContain('comment, """')
  })

  test('knows a base before what extends it', async () => {
    const text = await source(language)
    const order = [...membersByType(language, text).keys()]
    for (const type of contractTypes) {
      if (type.base) expect(order.indexOf(type.base.typeName)).toBeLessThan(order.indexOf(type.typeName))
    }
  })
})

test.each([
  ['csharp', ['string @class {', 'string @default {', 'string Type {']],
  ['fsharp', ['``member``', '``when``', 'val Type:', '``end``']],
  ['vbnet', ['[Date]', '[Error]', '[Event]', '[Property]', '[Stop]', '[default]', ' Type As']],
  ['kotlin', ['`object`', '`typealias`', ' class_:', 'responseType_', ' type:']],
  ['swift', ['`init`', '`protocol`', '`self`', ' type:']],
  ['java', ['class_;', 'responseType_;', 'default_;']],
  ['dart', ['class_;', 'default_;', 'context_;', 'hashCode_;', 'with_;']],
  ['python', ['class_:', 'lambda_:', 'with_:', 'None_:']],
])('%s escapes the words it keeps for itself', async (language, escaped) => {
  const text = (await source(language, { IncludeTypes: 'Awkward' }))
    .replaceAll(' = null', ';')
    .replaceAll(/ = (.*);$/gm, ';')
  for (const name of escaped) expect(text).toContain(name)
})

test('C# types are those of the contract', async () => {
  const text = await source('csharp', { IncludeTypes: 'Everything,EventRegistrationSessionModel' })
  for (const { name, type } of Everything.fields) {
    const csharp = type.typeName.replaceAll('Dictionary<String,', 'Dictionary<string, ').replaceAll('String', 'string')
    expect(text).toContain(`public virtual ${csharp} ${name} { get; set; }`)
  }
  expect(text).toContain('IEnumerable<int> SessionIds')
  expect(text).toContain('int? BadgeNumber')
  expect(text).toContain('List<Dictionary<string, string>> Sessions')
})

test.each([
  [
    'typescript',
    'class RegistrationSessionRequest extends EventRegistrationSessionModel implements IReturn<RegistrationSessionResponse>',
  ],
  [
    'typescript.d',
    'interface RegistrationSessionRequest extends EventRegistrationSessionModel, IReturn<RegistrationSessionResponse>',
  ],
  ['csharp', ': EventRegistrationSessionModel, IReturn<RegistrationSessionResponse>'],
  ['java', 'class Auth implements IReturn<AuthResponse>, IPost'],
  ['kotlin', 'open class Auth : IReturn<AuthResponse>, IPost'],
  ['python', 'class Auth(IReturn[AuthResponse], IPost):'],
  ['dart', 'class Auth implements IReturn<AuthResponse>, IPost, IConvertible'],
  ['swift', 'public class Auth : IReturn, IPost, Codable'],
  ['fsharp', 'interface IReturn<AuthResponse>'],
  ['vbnet', 'Implements IReturn(Of AuthResponse)'],
])('%s says what a request answers', async (language, text) => {
  expect(await source(language)).toContain(text)
})
