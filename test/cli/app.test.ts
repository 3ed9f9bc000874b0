import { beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, run } from '../support/program.ts'

const env = { LECTERN_DATABASE_URL: freshDatabase() }
const app = (...args: string[]) => run(['app', ...args], { env })
let id: string

beforeAll(async () => {
  await run(['client', 'add', '--id', '5', '--name', 'Society of Examples'], { env })
  const { stdout } = await app('create', '--client', '5', '--name', 'Printer', '--json')
  const made: { id: string } = JSON.parse(stdout)
  id = made.id
})

const code = (...args: string[]) => app('code', '--client', '5', '--app', id, ...args)

describe('app code', () => {
  test('issues a code that may read and write, without a challenge, unless told otherwise', async () => {
    const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
    const [plain, limited] = await Promise.all([
      code('--json'),
      code('--json', '--scope', 'read', '--code-challenge', challenge),
    ])
    expect(JSON.parse(plain.stdout)).toMatchObject({ app: id, scope: 'read write', codeChallenge: null })
    expect(JSON.parse(limited.stdout)).toMatchObject({ app: id, scope: 'read', codeChallenge: challenge })
  })

  test.each([
    ['--scope', 'admin', 'Expected read, write, or both'],
    ['--scope', 'read admin', 'Expected read, write, or both'],
    ['--scope', '', 'Expected read, write, or both'],
    ['--code-challenge', 'too-short', 'Expected the SHA-256 of the code_verifier'],
  ])('refuses %s %j', async (option, value, message) => {
    expect(await code(option, value)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) })
  })
})
