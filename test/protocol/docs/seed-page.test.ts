import { beforeAll, describe, expect, test } from 'vitest'
import { open } from './pages.ts'
import { seedPage } from './seed.ts'

/** Sentences and headings of the original's page, which state no fact of the operation. */
const prose = [
  '<back to all web services',
  'The following routes are available for this service:',
  'To override the Content-type in your clients, use the HTTP Accept Header, append the .jsv suffix or ?format=jsv',
  'The following are sample HTTP requests and responses. The placeholders shown need to be replaced with actual values.',
]

const lines = seedPage.split(/\r?\n/).filter((line) => line.trim() !== '' && !prose.includes(line))
const withoutSpace = (text: string) => text.replaceAll(/\s+/g, '')
const textOf = (node: Element | null) => node?.textContent ?? ''

/** The lines of the seed page between one that starts with `from` and the next that is not of the same kind. */
function linesAfter(from: string, until: (line: string) => boolean): string[] {
  const start = lines.findIndex((line) => line.startsWith(from)) + 1
  const length = lines.slice(start).findIndex(until)
  return lines.slice(start, start + length)
}

describe('the page of RegistrationSessionRequest in JSV', () => {
  let document: Document
  beforeAll(async () => {
    const { window } = await open('/jsv/metadata?op=RegistrationSessionRequest')
    document = window.document
    for (const values of document.querySelectorAll('.values')) values.remove()
  })

  test('says every fact of the seed page, in its order', () => {
    const text = withoutSpace(textOf(document.body))
    let at = 0
    for (const line of lines) {
      const found = text.indexOf(withoutSpace(line), at)
      expect(found, `after ${text.slice(Math.max(0, at - 60), at)}: ${line}`).toBeGreaterThanOrEqual(at)
      at = found + withoutSpace(line).length
    }
    expect(lines.length).toBeGreaterThan(100)
  })

  test('has the routes of the seed page, and no other', () => {
    const rows = [...document.querySelectorAll('#route-table tbody tr')].map((row) => withoutSpace(textOf(row)))
    const wanted = lines.filter((line) => /^(POST|DELETE|GET|PUT)\//.test(line))
    expect(rows).toStrictEqual(wanted.map(withoutSpace))
    expect(rows).toHaveLength(2)
  })

  test.each(['EventRegistrationSessionModel', 'BaseSharedDto', 'RegistrationSessionResponse'])(
    'has the table of %s, row for row',
    (type) => {
      const heading = `${type} Parameters:`
      const caption = [...document.querySelectorAll('caption')].find((each) => textOf(each) === heading)
      const rows = [...(caption?.closest('table')?.querySelectorAll('tr') ?? [])].map((row) =>
        withoutSpace(textOf(row)),
      )
      const wanted = linesAfter(heading, (line) => line.includes(':') || line.startsWith('HTTP'))
      expect(rows).toStrictEqual(wanted.map(withoutSpace))
      expect(rows.length).toBeGreaterThan(3)
    },
  )

  test('has no table for a type that the seed page has none for, until the samples end', () => {
    const captions = [...document.querySelectorAll('table.parameters caption')].map(textOf)
    const wanted = lines.filter((line) => line.endsWith(' Parameters:'))
    expect(captions.slice(0, wanted.length)).toStrictEqual(wanted)
  })

  test('shows the samples to the letter, apart from space at the end of a line', () => {
    const trimmed = (text: string) => text.replaceAll(/[ \r]+$/gm, '').trim()
    const shown = [...document.querySelectorAll('pre code')].map((pre) => trimmed(textOf(pre)))
    const samples = seedPage.slice(seedPage.indexOf('POST /Ams/')).split(/(?=^HTTP\/1\.1 200)/m)
    expect(shown).toStrictEqual(samples.map(trimmed))
  })
})
