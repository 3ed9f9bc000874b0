import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'

const page = 'docs/reference/command-line.md'
const run = promisify(execFile)

/** What `--help` says, by the command's words: `lectern key create`. */
const helps = new Map<string, string>()

beforeAll(() => askFrom([]))

test('the page has the help of every command, word for word; `npx vitest run test/reference -u` renews it', async () => {
  const text = await readFile(page, 'utf8')
  expect(headingsOf(text)).toEqual([...helps.keys()].sort())
  await expect(withHelps(text)).toMatchFileSnapshot(`../../${page}`)
})

test('the page names every variable of the environment, and the help says which option it sets', async () => {
  const named = (text: string) => [...new Set(text.match(/LECTERN_\w+/g))].sort()
  const [before = ''] = (await readFile(page, 'utf8')).split('\n## `lectern`')
  expect(named(before)).toEqual(named([...helps.values()].join('\n')))
})

/** The help of a command and of those below it, as built: `npm test` builds first. */
async function askFrom(words: readonly string[]): Promise<void> {
  const { stdout } = await run(process.execPath, ['dist/cli.js', ...words, '--help'])
  helps.set(['lectern', ...words].join(' '), stdout.trimEnd())
  const [, commands = ''] = /\nCommands:\n((?: {2}.*\n)+)/.exec(stdout) ?? []
  const below = [...commands.matchAll(/^ {2}(\w+)/gm)].map(([, word = '']) => word).filter((word) => word !== 'help')
  await Promise.all(below.map((word) => askFrom([...words, word])))
}

function headingsOf(text: string): string[] {
  return [...text.matchAll(/^## `(lectern[ \w]*)`$/gm)].map(([, words = '']) => words).sort()
}

/** The page with each command's block filled anew. */
function withHelps(text: string): string {
  return text.replace(
    /^(## `(lectern[ \w]*)`\n(?:(?!## |```).*\n)*```text\n)(?:(?!```).*\n)*```$/gm,
    (_whole, head: string, words: string) => `${head}${helps.get(words)}\n\`\`\``,
  )
}
