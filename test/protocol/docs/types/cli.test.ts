import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Failure } from '../../../../src/protocol/schema/failure.ts'
import { listen } from './host.ts'
import { pages } from './operations.ts'

const run = promisify(execFile)
const bin = join(process.cwd(), 'node_modules/@servicestack/cli/bin')

let folder = ''
let asked: URL[] = []
let host = { baseUrl: '', close: async () => {} }
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'types-'))
  host = await listen(async (request, _, baseUrl) => {
    const url = new URL(request.url ?? '', baseUrl)
    asked.push(url)
    const query = new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]))
    const answer = await pages.find((p) => p.path === url.pathname)?.answer({ query, path: {}, baseUrl })
    if (!answer || answer instanceof Failure) return { status: 400, contentType: 'text/plain', body: 'refused' }
    return { status: 200, contentType: answer.contentType, body: String(answer.body) }
  })
})
afterAll(async () => {
  await host.close()
  await rm(folder, { recursive: true })
})

async function cli(script: string, ...args: string[]): Promise<void> {
  const env = { ...process.env, SERVICESTACK_TELEMETRY_OPTOUT: '1' }
  await run(process.execPath, [join(bin, `${script}.js`), ...args], { cwd: folder, env })
}

test.each([
  ['csharp-ref', 'csharp', 'dtos.cs', '//'],
  ['typescript-ref', 'typescript', 'dtos.ts', '//'],
  ['typescriptd-ref', 'typescript.d', 'dtos.d.ts', '//'],
  ['java-ref', 'java', 'dtos.java', '//'],
  ['kotlin-ref', 'kotlin', 'dtos.kt', '//'],
  ['swift-ref', 'swift', 'dtos.swift', '//'],
  ['dart-ref', 'dart', 'dtos.dart', '//'],
  ['fsharp-ref', 'fsharp', 'dtos.fs', '//'],
  ['vbnet-ref', 'vbnet', 'dtos.vb', "''"],
])('%s saves a file and updates it by its head', async (script, language, file, off) => {
  await cli(script, host.baseUrl)
  const path = join(folder, file)
  const saved = await readFile(path, 'utf8')
  expect(saved).toContain('RegistrationSessionRequest')

  const changed = saved
    .replace(`${off}IncludeTypes: `, 'IncludeTypes: Auth.*')
    .replace(`${off}AddImplicitVersion: `, 'AddImplicitVersion: 7')
  expect(changed).not.toBe(saved)
  await writeFile(path, changed)
  asked = []
  await cli(script, file)
  expect(asked.map((url) => [url.pathname, Object.fromEntries(url.searchParams)])).toEqual([
    [`/types/${language}`, { IncludeTypes: 'Auth.*', AddImplicitVersion: '7' }],
  ])
  const updated = await readFile(path, 'utf8')
  expect(updated).not.toContain('RegistrationSessionRequest')
  expect(updated).toContain('AuthResponse')
  expect(updated).toMatch(/^'?IncludeTypes: Auth\.\*$/m)

  // Without a change an update changes nothing.
  await cli(script, file)
  expect(await readFile(path, 'utf8')).toBe(updated)
})
