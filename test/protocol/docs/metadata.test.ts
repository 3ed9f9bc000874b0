import { describe, expect, test } from 'vitest'
import { operations } from '../../../src/contract/index.ts'
import { html } from '../../../src/protocol/docs/html.ts'
import { docsPages } from '../../../src/protocol/docs/index.ts'
import { formats } from '../../../src/protocol/formats/index.ts'
import { dto, field } from '../../../src/protocol/schema/dto.ts'
import { Failure } from '../../../src/protocol/schema/failure.ts'
import { operation, post } from '../../../src/protocol/schema/operation.ts'
import * as t from '../../../src/protocol/schema/types.ts'
import { open, pages, read, visit } from './pages.ts'

const operationPages = operations.flatMap(({ name }) => formats.map((format) => `/${format.name}/metadata?op=${name}`))

describe('html', () => {
  test('escapes every value that is not markup itself', () => {
    const said = `<b title='x'>"&"</b>`
    expect(html`<p title="${said}">${[said, 1, null, false, html`<i></i>`]}</p>`.text).toBe(
      '<p title="&lt;b title=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/b&gt;">' +
        '&lt;b title=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/b&gt;1<i></i></p>',
    )
  })
})

describe('all operations', () => {
  const names = async (address: string) => {
    const { window } = await open(address)
    return [...window.document.querySelectorAll('[data-operations] tbody th')].map((cell) => cell.textContent)
  }

  test('are listed with links to every format', async () => {
    expect(await names('/metadata')).toStrictEqual(operations.map(({ name }) => name))
    const { window } = await open('/metadata')
    const links = [...window.document.querySelectorAll('[data-operations] a')].map((a) => a.getAttribute('href'))
    expect(links).toStrictEqual(operationPages)
    for (const link of links) expect(await visit(link ?? '')).not.toBeInstanceOf(Failure)
  })

  test('are searched without a script, by name, path and summary, in any letter case', async () => {
    expect(await names('/metadata?q=EVENTREGISTRATIONSESSIONS+delete')).toStrictEqual(['RegistrationSessionRequest'])
    expect(await names('/metadata?q=ams/authenticate')).toStrictEqual(['Auth'])
    expect(await names('/metadata?q=%20')).toHaveLength(operations.length)
    expect(await names('/metadata?q=nothing+of+this')).toStrictEqual([])
  })

  test('show what was searched for as text', async () => {
    const { window } = await open(`/metadata?q=${encodeURIComponent('"><script>alert(1)</script>')}`)
    expect(window.document.querySelector('input')?.value).toBe('"><script>alert(1)</script>')
    expect(window.document.querySelectorAll('script')).toHaveLength(1)
  })

  test('are filtered while one types, where scripts run', async () => {
    const { window } = await open('/metadata')
    window.eval(await read('/assets/search.js'))
    const box = window.document.querySelector('input')
    if (box === null) throw new Error('no search box')
    box.value = '{token}'
    box.dispatchEvent(new window.Event('input'))
    const shown = [...window.document.querySelectorAll<HTMLElement>('[data-operations] tbody tr')].filter(
      (r) => !r.hidden,
    )
    expect(shown.map((row) => row.querySelector('th')?.textContent)).toStrictEqual(['Auth'])
    expect(window.document.querySelector('[role=status]')?.textContent).toBe(`1 of ${operations.length} operations`)
  })
})

describe('the page of an operation', () => {
  test('is found in any letter case; an unknown one is refused', async () => {
    expect(await visit('/jsv/metadata?op=AUTH')).not.toBeInstanceOf(Failure)
    expect(await visit('/jsv/metadata?op=Nope')).toMatchObject({ code: 'NotFound', status: 404 })
    expect(await read('/json/metadata')).toBe(await read('/metadata'))
  })

  test('lists the values of enums, and the members of the types within', async () => {
    const { window } = await open('/json/metadata?op=RegistrationSessionRequest')
    const { document } = window
    expect(document.querySelector('.values')?.textContent).toBe(' One of Desktop, IOS, Android')
    const captions = [...document.querySelectorAll('caption')].map((caption) => caption.textContent)
    const inner = captions.filter((caption) => !caption?.endsWith(' Extensions:'))
    expect(inner.slice(-3)).toStrictEqual(['ResponseStatus Parameters:', 'ResponseError Parameters:', 'Device Values:'])
    for (const link of document.querySelectorAll<HTMLAnchorElement>('td a')) {
      expect(document.getElementById(link.hash.slice(1))?.tagName).toBe('CAPTION')
    }
  })

  test('says what an operation declares of its fields, as text', async () => {
    const Odd = dto('Odd', {}, { Name: field(t.string(), { location: 'query', description: '<b>&', required: true }) })
    const odd = operation({ request: Odd, response: Odd, roles: [], routes: [post('/odd', '<i>')] })
    const from = docsPages({ operations: [odd], formats, serviceName: '<u>', version: '1' })
    const { window } = await open('/jsv/metadata?op=Odd', from)
    const row = window.document.querySelector('table.parameters tbody tr')
    expect([...(row?.children ?? [])].map((cell) => cell.textContent)).toStrictEqual([
      'Name',
      'query',
      'string',
      'Yes',
      '<b>&',
    ])
    expect(window.document.querySelectorAll('b, i:not(p i), u')).toHaveLength(0)
    expect(window.document.body.textContent).toContain('Open to everybody')
  })
})

describe.each(['/metadata', ...operationPages])('%s', (address) => {
  test('leads to pages that are there', async () => {
    const { document } = (await open(address)).window
    const links = [...document.querySelectorAll('a[href^="/"]')].map((link) => link.getAttribute('href') ?? '')
    expect(links.length).toBeGreaterThan(0)
    for (const link of links) expect(await visit(link)).not.toBeInstanceOf(Failure)
  })

  test('needs nothing that a strict content security policy forbids', async () => {
    const { document } = (await open(address)).window
    expect(document.querySelectorAll('style, [style], script:not([src]), iframe, object, base')).toHaveLength(0)
    for (const element of document.querySelectorAll('*')) {
      const handlers = [...element.attributes].filter((attribute) => attribute.name.startsWith('on'))
      expect(handlers).toStrictEqual([])
    }
    const loaded = [...document.querySelectorAll('script, link')].map(
      (e) => e.getAttribute('src') ?? e.getAttribute('href'),
    )
    for (const file of loaded) {
      expect(file).toMatch(/^\/assets\//)
      expect(pages.map((page) => page.path)).toContain(file)
    }
  })
})
