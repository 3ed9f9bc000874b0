import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

/** A catalogue's entries as the page has them: `NotFound 404`. */
type Entries = Readonly<Record<string, readonly string[]>>

test('the page has every code of every catalogue, with its status, and no other', async () => {
  const declared = await cataloguesIn('src')
  expect(Object.keys(declared)).not.toEqual([])
  expect(cataloguesOf(await readFile('docs/reference/errors.md', 'utf8'))).toEqual(declared)
})

/** What the catalogues of the code hold, by the names that they are exported under. */
async function cataloguesIn(directory: string): Promise<Entries> {
  const found: Record<string, readonly string[]> = {}
  for (const name of await readdir(directory, { recursive: true })) {
    if (!name.endsWith('.ts')) continue
    const path = join(directory, name)
    const names = [...(await readFile(path, 'utf8')).matchAll(/^export const (\w+) = catalogue\(/gm)]
    if (names.length === 0) continue
    const exported: Readonly<Record<string, unknown>> = await import(pathToFileURL(path).href)
    for (const [, each = ''] of names) found[each] = entriesOf(exported[each])
  }
  return found
}

function entriesOf(catalogue: unknown): string[] {
  if (typeof catalogue !== 'object' || catalogue === null) return []
  return Object.entries(catalogue)
    .map(([code, { status }]: [string, { status: number }]) => `${code} ${status}`)
    .sort()
}

/** The tables of the page, by the catalogue that the heading above each names. */
function cataloguesOf(page: string): Entries {
  const sections = page.split(/^## .*\(`(\w+)`\)$/m).slice(1)
  const found: Record<string, readonly string[]> = {}
  for (let i = 0; i < sections.length; i += 2) {
    const rows = (sections[i + 1] ?? '').matchAll(/^\| `(\w+)` +\| (\d{3}) +\| \S.*\|$/gm)
    found[sections[i] ?? ''] = [...rows].map(([, code, status]) => `${code} ${status}`).sort()
  }
  return found
}
