import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

test('every link between documents leads to a file, and every decision is in the index', async () => {
  const decisions = 'docs/decisions'
  const index = await readFile(join(decisions, 'README.md'), 'utf8')
  const missing = (await readdir(decisions)).filter((name) => name !== 'README.md' && !index.includes(`](${name})`))
  expect([...(await brokenLinks()), ...missing]).toEqual([])
})

/** The links of all documents to files that are not there, each with its document. */
async function brokenLinks(): Promise<string[]> {
  const names = [...(await readdir('.')), ...(await readdir('docs', { recursive: true })).map((n) => join('docs', n))]
  const found: string[] = []
  for (const name of names.filter((each) => each.endsWith('.md'))) {
    const links = (await readFile(name, 'utf8')).matchAll(/\]\((?!\w+:)([^)#\s]+)[^)]*\)/g)
    for (const [, link = ''] of links) if (!existsSync(join(dirname(name), link))) found.push(`${name}: ${link}`)
  }
  return found
}
