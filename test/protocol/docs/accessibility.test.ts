import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { style } from '../../../src/protocol/docs/assets/style.ts'
import { open, read } from './pages.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

interface Result {
  readonly violations: readonly Violation[]
  readonly passes: readonly unknown[]
}

describe.each(['/metadata', '/jsv/metadata?op=RegistrationSessionRequest', '/json/metadata?op=Auth'])(
  '%s',
  (address) => {
    test('breaks no rule of accessibility that can be checked without a screen', async () => {
      const { window } = await open(address)
      // Its script shows parts that are hidden without it.
      const script = window.document.querySelector('script')?.getAttribute('src') ?? ''
      window.eval(await read(script))
      for (const part of window.document.querySelectorAll<HTMLElement>('[hidden]')) part.hidden = false
      window.eval(axe)
      // Contrast needs a screen; it is checked below.
      const options = { rules: { 'color-contrast': { enabled: false } } }
      const report = await window.eval(`axe.run(document, ${JSON.stringify(options)}).then((r) => JSON.stringify(r))`)
      const { violations, passes }: Result = JSON.parse(String(report))
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toStrictEqual([])
      expect(passes.length).toBeGreaterThan(20)
    })
  },
)

describe('contrast', () => {
  const [light = '', dark = ''] = [...style.matchAll(/:root \{(.*?)\}/gs)].map((m) => m[1] ?? '')
  const colours = (block: string) =>
    new Map([...block.matchAll(/--([\w-]+): (#\w{6})/g)].map((m) => [m[1], m[2] ?? '']))
  const pairs = [
    ['text', 'ground'],
    ['text', 'surface'],
    ['muted', 'ground'],
    ['link', 'ground'],
    ['link', 'surface'],
    ['on-button', 'link'],
  ]

  test.each([
    ['light', colours(light)],
    ['dark', colours(dark)],
  ])('of text is 4.5:1 at least, that of edges 3:1, when %s', (_, known) => {
    expect(known.size).toBe(8)
    for (const [front, back] of pairs) {
      expect(contrast(known.get(front), known.get(back)), `${front} on ${back}`).toBeGreaterThanOrEqual(4.5)
    }
    expect(contrast(known.get('edge'), known.get('ground'))).toBeGreaterThanOrEqual(3)
  })
})

/** The contrast of two colours as WCAG 2 has it. */
function contrast(one = '#000000', other = '#000000'): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
  const [red = 0, green = 0, blue = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
