import { expect, test } from 'vitest'
import { typesPages } from '../../../../src/protocol/docs/types/index.ts'
import { dto } from '../../../../src/protocol/schema/dto.ts'
import { get, operation } from '../../../../src/protocol/schema/operation.ts'
import { baseUrl, operations, pages, refusal, source } from './operations.ts'

const languages = pages.map((p) => p.path.slice('/types/'.length)).filter(Boolean)

/** The names of the types in C# source. */
function typesIn(csharp: string): string[] {
  return [...csharp.matchAll(/public (?:partial class|enum) (\w+)/g)].map((m) => m[1] ?? '')
}

test('the head has the address exactly, the clock’s date, and the options that are off', async () => {
  const lines = (await source('typescript')).split('\n')
  expect(lines[0]).toBe('/* Options:')
  expect(lines).toContain('Date: 2024-05-03 02:03:39')
  expect(lines).toContain(`BaseUrl: ${baseUrl}`)
  expect(lines).toContain('//MakePropertiesOptional: False')
  expect(lines).toContain('//IncludeTypes: ')
})

test('an option that is asked for is printed as on, even with its default', async () => {
  const lines = (await source('csharp', { makepartial: 'TRUE', ADDRETURNMARKER: '0' })).split('\n')
  expect(lines).toContain('MakePartial: True')
  expect(lines).toContain('AddReturnMarker: False')
  expect(lines).toContain('//MakeVirtual: True')
})

test.each(languages)('%s answers text, the same for the same question', async (language) => {
  const page = pages.find((p) => p.path === `/types/${language}`)
  const answer = await page?.answer({ query: new Map(), path: {}, baseUrl })
  expect(answer).toMatchObject({ contentType: 'text/plain; charset=utf-8' })
  expect(answer).toEqual(await page?.answer({ query: new Map(), path: {}, baseUrl }))
})

test('BaseUrl is that of the query, without a slash at its end', async () => {
  expect(await source('java', { BaseUrl: 'https://example.org/ams/' })).toContain(
    '\nBaseUrl: https://example.org/ams\n',
  )
})

test.each([
  ['csharp', 'MakePartial', 'perhaps'],
  ['csharp', 'AddImplicitVersion', 'x'],
  ['csharp', 'AddImplicitVersion', '-1'],
  ['csharp', 'GlobalNamespace', 'a b'],
  ['csharp', 'GlobalNamespace', '1a'],
  ['java', 'Package', 'a; import b'],
  ['java', 'DefaultImports', 'java.util.*/x'],
  ['dart', 'DefaultImports', "x'; y"],
  ['typescript', 'IncludeTypes', 'Nobody'],
  ['typescript', 'IncludeTypes', 'Auth.*,Nobody.*'],
  ['typescript', 'IncludeTypes', 'Auth,*/'],
  ['typescript', 'ExcludeTypes', 'Auth.*'],
  ['typescript', 'BaseUrl', 'javascript:alert(1)'],
  ['typescript', 'BaseUrl', 'http://example.org/*/'],
  ['python', 'BaseUrl', 'http://example.org/"""'],
  ['typescript', 'BaseUrl', 'http://example.org/\nX: y'],
])('%s refuses a bad %s: %j', async (language, option, value) => {
  const failure = await refusal(language, { [option]: value })
  expect(failure.status).toBe(400)
  expect(failure.reasons.map((r) => r.field)).toEqual([option])
})

test('options that the language does not have, and empty ones, mean nothing', async () => {
  const plain = await source('typescript')
  expect(await source('typescript', { MakePartial: 'perhaps', Whatever: 'x', IncludeTypes: '' })).toBe(plain)
})

test('IncludeTypes takes names in any case; Name.* and Name* bring what the type needs', async () => {
  expect(typesIn(await source('csharp', { IncludeTypes: 'auth,AuthResponse' }))).toEqual(['AuthResponse', 'Auth'])
  const found = typesIn(await source('csharp', { IncludeTypes: 'Auth.*' }))
  expect(found).toEqual(expect.arrayContaining(['Auth', 'AuthResponse', 'AuthenticateResponse', 'Device']))
  expect(found).not.toContain('RegistrationSessionRequest')
  expect(typesIn(await source('csharp', { IncludeTypes: 'Auth*' }))).toEqual(found)
  expect(await source('typescript', { IncludeTypes: 'Auth.*' })).toContain('class ResponseError')
})

test('ExcludeTypes takes types away, one that is not there too', async () => {
  const text = await source('csharp', { ExcludeTypes: 'auth,Nobody' })
  expect(typesIn(text)).not.toContain('Auth')
  expect(typesIn(text)).toContain('AuthResponse')
})

test('AddImplicitVersion gives requests alone a Version', async () => {
  const text = await source('csharp', { AddImplicitVersion: '4' })
  expect(text.match(/int Version \{ get; set; \} = 4;/g)).toHaveLength(operations.length)
})

test('AddResponseStatus gives it to the answers that have none', async () => {
  const count = (text: string) => text.match(/ResponseStatus ResponseStatus \{/g)?.length ?? 0
  const answers = new Set(operations.map((o) => o.response))
  const without = [...answers].filter((type) => !type.fields.some((f) => f.name === 'ResponseStatus'))
  const plain = await source('csharp')
  expect(without.length).toBeGreaterThan(0)
  expect(count(await source('csharp', { AddResponseStatus: 'true' })) - count(plain)).toBe(without.length)
})

test('.NET options change the classes', async () => {
  const text = await source('csharp', {
    GlobalNamespace: 'My.class',
    MakePartial: 'false',
    MakeVirtual: 'false',
    AddReturnMarker: 'false',
    AddDataContractAttributes: 'true',
    InitializeCollections: 'true',
  })
  expect(text).toContain('namespace My.@class')
  expect(text).not.toMatch(/partial|virtual|IReturn/)
  expect(text).toContain('[DataContract(Namespace="http://schemas.datacontract.org/2004/07/YM.Toolkit")]')
  expect(text).toContain('public IEnumerable<int> SessionIds { get; set; } = new List<int>();')
  expect(text).toContain('public int[] Numbers { get; set; } = new int[] { };')
  expect(await source('csharp')).toContain('namespace YM.Web.Services.Ams')
})

test('the index lists the languages, and each link has its page', async () => {
  const answer = await pages.find((p) => p.path === '/types')?.answer({ query: new Map(), path: {}, baseUrl })
  if (!answer || !('body' in answer)) throw new Error('no index')
  expect(answer.contentType).toBe('text/html; charset=utf-8')
  const links = [...String(answer.body).matchAll(/href="([^"]+)"/g)].map((m) => m[1])
  expect(links.toSorted()).toEqual(languages.map((name) => `/types/${name}`).toSorted())
  expect(String(answer.body)).not.toContain('<script')
})

test('two types of one name are refused at start-up', () => {
  const request = (name: string) => dto(name, {}, { Part: dto('Part', {}, {}) })
  const operations = ['First', 'Second'].map((name) => {
    return operation({
      request: request(name),
      response: dto(`${name}Response`, {}, {}),
      roles: [],
      routes: [get('/x')],
    })
  })
  expect(() => typesPages(operations)).toThrow('Two types are named Part')
})
