import fc from 'fast-check'
import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { describe, expect, test } from 'vitest'
import { RegistrationSessionResponse } from '../../../src/contract/registration-sessions.ts'
import { html, htmlPage } from '../../../src/protocol/formats/html/html.ts'
import { stylesheet, stylesheetPath } from '../../../src/protocol/formats/html/stylesheet.ts'
import { responseFormats } from '../../../src/protocol/formats/index.ts'
import type { AnyType, Value } from '../../../src/protocol/schema/type-model.ts'
import * as t from '../../../src/protocol/schema/types.ts'
import { arbitrary } from './arbitrary.ts'
import { contractTypes, Everything, plainTypes } from './types.ts'

type Node = DefaultTreeAdapterTypes.ChildNode

/** The elements of a page in order, as a browser's parser finds them. */
function elementsOf(page: string): DefaultTreeAdapterTypes.Element[] {
  const problems: string[] = []
  const document = parse(page, { onParseError: ({ code }) => problems.push(code) })
  // These are about characters of the value, not about the page.
  const allowed = ['control-character-in-input-stream', 'noncharacter-in-input-stream', 'unexpected-null-character']
  expect(problems.filter((code) => !allowed.includes(code) && code !== 'surrogate-in-input-stream')).toEqual([])
  const found: DefaultTreeAdapterTypes.Element[] = []
  const visit = (node: Node) => {
    if ('tagName' in node) found.push(node)
    if ('childNodes' in node) node.childNodes.forEach(visit)
  }
  document.childNodes.forEach(visit)
  return found
}

function textOf(node: Node): string {
  if (node.nodeName === '#text' && 'value' in node) return node.value
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : ''
}

function shown<T extends AnyType>(type: T, value: Value<T> | null, tag: string): string[] {
  const page = htmlPage({ title: 'Title', type, value, links: [] })
  return elementsOf(page)
    .filter((element) => element.tagName === tag)
    .map(textOf)
}

const pageTags = ['html', 'head', 'meta', 'title', 'link', 'body', 'header', 'h1', 'nav', 'main', 'a', 'ul', 'ol', 'li']
const valueTags = ['dl', 'dt', 'dd', 'div', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'time', 'span']
const attributes = [
  'lang',
  'charset',
  'name',
  'content',
  'rel',
  'href',
  'class',
  'role',
  'tabindex',
  'aria-label',
  'scope',
  'datetime',
]

describe('a page', () => {
  test('says what it is, and links to the other formats', () => {
    const page = htmlPage({
      title: 'A & "B"',
      type: RegistrationSessionResponse,
      value: RegistrationSessionResponse.create({ EventID: 5 }),
      links: [{ label: 'JSON', href: '/x.json?a=1&b="2"' }],
    })
    const elements = elementsOf(page)
    const find = (tag: string) => elements.find((element) => element.tagName === tag)
    const attribute = (tag: string, name: string) => find(tag)?.attrs.find((a) => a.name === name)?.value
    expect(page).toMatch(/^<!doctype html>/)
    expect(attribute('html', 'lang')).toBe('en')
    expect(page).toContain('<meta name="viewport"')
    expect(attribute('link', 'href')).toBe(stylesheetPath)
    expect(attribute('a', 'href')).toBe('/x.json?a=1&b="2"')
    expect(elements.filter((e) => ['title', 'h1'].includes(e.tagName)).map(textOf)).toEqual(['A & "B"', 'A & "B"'])
  })

  test('shows fields by name and leaves out what is unset', () => {
    const value = RegistrationSessionResponse.create({ EventID: 5, RegistrationID: '<b>&amp;', SessionIds: [7] })
    expect(shown(RegistrationSessionResponse, value, 'dt').slice(0, 4)).toEqual([
      'ClientID',
      'EventID',
      'RegistrationID',
      'SessionIds',
    ])
    expect(shown(RegistrationSessionResponse, value, 'dd').slice(0, 4)).toEqual(['0', '5', '<b>&amp;', '7'])
  })

  test('shows lists of objects as tables', () => {
    const value = [new Map([['a', '1']]), new Map(Object.entries({ b: '2', a: '3' }))]
    const type = t.list(t.dictionary(t.string()))
    expect(shown(type, value, 'th')).toEqual(['a', 'b'])
    expect(shown(type, value, 'td')).toEqual(['1', '', '3', '2'])
  })

  test('shows many different rows without a table of their product', () => {
    const value = Array.from({ length: 5000 }, (_, i) => new Map([[`key${i}`, 'x']]))
    const page = htmlPage({ title: '', type: t.list(t.dictionary(t.string())), value, links: [] })
    expect(page.length).toBeLessThan(100 * value.length)
  })

  test('has nothing in it but the elements and attributes of its own, whatever the value', () => {
    for (const type of [...contractTypes, ...plainTypes]) {
      const write = html.compile(type)
      fc.assert(
        fc.property(arbitrary(type), (value) => {
          for (const element of elementsOf(write.encode(value))) {
            expect([...pageTags, ...valueTags]).toContain(element.tagName)
            for (const { name } of element.attrs) expect(attributes).toContain(name)
          }
        }),
        { numRuns: 30 },
      )
    }
  })

  test('says every text as it is', () => {
    const text = fc.string({
      unit: fc.constantFrom(...'<>&"\'/=; aé\n', '&lt;', '<script>', '-->', ']]>'),
      minLength: 1,
    })
    fc.assert(
      fc.property(text, text, (key, value) => {
        const entry = new Map([[key, value]])
        expect(shown(t.dictionary(t.string()), entry, 'dt')).toEqual([key])
        expect(shown(t.dictionary(t.string()), entry, 'dd')).toEqual([value])
      }),
    )
  })

  test('is needed by no reader: HTML is written only', () => {
    expect(responseFormats.map(({ name }) => name)).toContain('html')
    expect(html.compile(Everything).encode(null)).toBe('')
    expect(shown(Everything, null, 'main')).toEqual(['\nnothing\n'])
  })
})

test('the style sheet follows the light or dark of the system and loads nothing', () => {
  expect(stylesheet).toContain('prefers-color-scheme: dark')
  expect(stylesheet).not.toMatch(/url\(|@import/)
})
