import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../support/program.ts'
import { Guide } from './guide.ts'

const folder = 'docs/guides'
const guides = readdirSync(join(root, folder)).map((name) => `${folder}/${name}`)

/** What a page that is no guide takes for granted. */
const demo = "```sh\nlectern demo\n```\n```sh\nKEY='the key'\nSECRET='the secret'\nURL=http://127.0.0.1:8080\n```\n"
const pages = [
  { path: 'README.md', before: '' },
  { path: 'docs/sandbox.md', before: demo },
  ...guides.map((path) => ({ path, before: '' })),
]

describe.concurrent('a reader who begins with nothing can follow', () => {
  test.each(pages)('$path', { timeout: 60_000 }, async ({ path, before }) => {
    const guide = new Guide()
    try {
      await guide.follow(before + readFileSync(join(root, path), 'utf8'))
    } finally {
      await guide.stop()
    }
  })
})

test('every guide is in the index', () => {
  const index = readFileSync(join(root, folder, 'README.md'), 'utf8')
  for (const path of guides.filter((each) => !each.endsWith('README.md'))) {
    expect(index).toContain(`](${path.slice(folder.length + 1)})`)
  }
})
