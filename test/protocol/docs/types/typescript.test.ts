import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { getMethod, JsonServiceClient, nameOf } from '@servicestack/client'
import ts from 'typescript'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listen } from './host.ts'
import { source } from './operations.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'types-'))
  await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
})
afterAll(() => rm(folder, { recursive: true }))

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  noUnusedLocals: true,
  types: [],
}

/** The compiler's own host, which reads the files of packages once for all tests. */
function compilerHost(): ts.CompilerHost {
  const host = ts.createCompilerHost(options)
  return {
    ...host,
    getSourceFile(name, ...rest) {
      if (!name.includes('node_modules')) return host.getSourceFile(name, ...rest)
      const file = packageFiles.get(name) ?? host.getSourceFile(name, ...rest)
      if (file) packageFiles.set(name, file)
      return file
    },
  }
}
const packageFiles = new Map<string, ts.SourceFile>()

/** What the compiler says against files, given by name, under `--strict`. */
async function complaints(files: Readonly<Record<string, string>>): Promise<string[]> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  const names = Object.keys(files).map((name) => join(folder, name))
  const program = ts.createProgram(names, options, compilerHost())
  return ts
    .getPreEmitDiagnostics(program)
    .filter((d) => d.file === undefined || names.includes(d.file.fileName))
    .map((d) => `${d.file?.fileName}:${d.start} ${ts.flattenDiagnosticMessageText(d.messageText, '\n')}`)
}

const usesClasses = `
import { JsonServiceClient } from '@servicestack/client'
import { Device, RegistrationSessionRequest, type RegistrationSessionResponse } from './dtos'
export async function assign(client: JsonServiceClient): Promise<string | undefined> {
  const request = new RegistrationSessionRequest({ ClientID: 1, EventID: 5, SessionIds: [1, 2], Device: Device.IOS })
  const response: RegistrationSessionResponse = await client.post(request)
  const rows: { [index: string]: string }[] | undefined = response.Sessions
  const badge: number | undefined = response.BadgeNumber
  const answer = await client.api(request)
  return rows?.[0]?.Name ?? answer.response?.ResponseStatus?.Errors?.[0]?.Message ?? String(badge)
}
`

test.each([
  ['as it comes', {}],
  ['all optional', { MakePropertiesOptional: 'true' }],
  ['with all that can be added', { AddResponseStatus: 'true', AddImplicitVersion: '3', InitializeCollections: 'true' }],
  ['without descriptions', { AddDescriptionAsComments: 'false' }],
])('classes compile under strict, and a client that uses them: %s', async (_, query) => {
  const dtos = await source('typescript', query)
  expect(await complaints({ 'dtos.ts': dtos, 'use.ts': usesClasses })).toEqual([])
})

test('classes compile with the types of the client library in place of their own', async () => {
  const dtos = await source('typescript', { AddServiceStackTypes: 'false' })
  expect(dtos).not.toContain('class ResponseStatus')
  expect(await complaints({ 'library.ts': dtos })).toEqual([])
})

test('classes compile within a namespace', async () => {
  const dtos = await source('typescript', { GlobalNamespace: 'Ym.Types' })
  const use = "import { Ym } from './space'\nexport const id: number = new Ym.Types.Auth({ ClientID: 1 }).ClientID\n"
  expect(await complaints({ 'space.ts': dtos, 'use-space.ts': use })).toEqual([])
})

test('a member of a wrong type does not compile', async () => {
  const use = "import { Auth } from './dtos'\nexport const auth = new Auth({ ClientID: 'one' })\n"
  const said = await complaints({ 'dtos.ts': await source('typescript'), 'wrong.ts': use })
  expect(said).toHaveLength(1)
  expect(said[0]).toContain('wrong.ts')
})

test.each([
  ['as they come', {}],
  ['with the library', { AddServiceStackTypes: 'false' }],
  ['all required', { MakePropertiesOptional: 'false' }],
])('declarations compile: %s', async (_, query) => {
  expect(await complaints({ 'decl.d.ts': await source('typescript.d', query) })).toEqual([])
})

test('declarations take a plain object as a request, and no wrong one', async () => {
  const dtos = await source('typescript.d')
  const use = (device: string) => `
import type { RegistrationSessionRequest } from './plain'
export const request: RegistrationSessionRequest = { EventID: 5, SessionIds: [1], Device: '${device}' }
`
  expect(await complaints({ 'plain.d.ts': dtos, 'use-plain.ts': use('IOS') })).toEqual([])
  expect(await complaints({ 'plain.d.ts': dtos, 'use-plain.ts': use('Nokia') })).toHaveLength(1)
})

test('declarations in a namespace are global', async () => {
  const dtos = await source('typescript.d', { GlobalNamespace: 'Ym' })
  const use = 'export const request: Ym.Auth = { ClientID: 1 }\n'
  expect(await complaints({ 'global.d.ts': dtos, 'use-global.ts': use })).toEqual([])
})

interface Sent {
  getTypeName(): string
  getMethod(): string
  createResponse(): object
}
type Maker = new (init?: object) => Sent & Record<string, unknown>

async function load(name: string): Promise<Record<string, Maker>> {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext }
  const script = ts.transpileModule(await source('typescript'), { compilerOptions }).outputText
  const path = join(folder, `${name}.mjs`)
  await writeFile(path, script)
  return import(/* @vite-ignore */ pathToFileURL(path).href)
}

function maker(module: Record<string, Maker>, name: string): Maker {
  const found = module[name]
  if (!found) throw new Error(`no ${name}`)
  return found
}

test('the client library finds name, verb and answer of a request', async () => {
  const module = await load('names')
  const request = new (maker(module, 'RegistrationSessionRequest'))({ EventID: 5, ClientID: 1 })
  expect(nameOf(request)).toBe('RegistrationSessionRequest')
  expect(getMethod(request)).toBe('POST')
  expect(request.createResponse()).toBeInstanceOf(maker(module, 'RegistrationSessionResponse'))
  expect(request.createResponse()).toBeInstanceOf(maker(module, 'BaseSharedDto'))
  expect(JSON.parse(JSON.stringify(request))).toEqual({ EventID: 5, ClientID: 1 })
  expect(getMethod(new (maker(module, 'Almanac'))())).toBe('GET')
})

test('the client library sends a request and reads its answer', async () => {
  const asked: unknown[] = []
  const host = await listen((request, body) => {
    asked.push(request.method, request.url, JSON.parse(body))
    return { status: 200, contentType: 'application/json', body: '{"EventID":5,"SessionIds":[1,2]}' }
  })
  try {
    const module = await load('sending')
    const request = new (maker(module, 'RegistrationSessionRequest'))({ EventID: 5, SessionIds: [1, 2] })
    const answer = await new JsonServiceClient(host.baseUrl).api<{ SessionIds: number[] }>(request)
    expect(asked).toEqual(['POST', '/api/RegistrationSessionRequest', { EventID: 5, SessionIds: [1, 2] }])
    expect(answer.response?.SessionIds).toEqual([1, 2])
  } finally {
    await host.close()
  }
})
