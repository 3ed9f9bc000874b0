import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, launch, seriousFindings } from '../support/browser/browser.ts'
import { basic, call, event, startTestServer, type TestServer } from '../support/http-server.ts'
import { assign } from '../support/programme.ts'
import { visit, visitAt } from './visit.ts'

const at = `/events/${event}`
const screens = [
  { path: '', heading: 'Sign in' },
  { path: '/', heading: 'Events' },
  { path: at, heading: 'Timetable' },
  { path: `${at}?view=list`, heading: 'Timetable' },
  { path: `${at}?view=grid`, heading: 'Timetable' },
  { path: `${at}/sessions/1`, heading: 'Session 1' },
  { path: `${at}/registrations`, heading: 'Registrations' },
  { path: `${at}/registrations/reg-1`, heading: 'First Last' },
  { path: `${at}/charts`, heading: 'Charts' },
  { path: `${at}/history`, heading: 'History' },
  { path: '/nothing', heading: 'There is no such page' },
  { path: '/sandbox', heading: 'Controls' },
  { path: '/sandbox/calls?console=1', heading: 'Calls' },
  { path: '/sandbox/calls/1', heading: 'Call 1' },
]
const looks = [375, 1440].flatMap((width) =>
  (['light', 'dark'] as const).flatMap((colorScheme) => screens.map((screen) => ({ ...screen, width, colorScheme }))),
)

/** Where the screenshots go: a folder that is told, or one of the system's for what may go. */
const pictures = process.env.SCREENSHOTS

describe.skipIf(!hasBrowser)('the console', () => {
  let server: TestServer
  let browser: Browser
  let folder: string

  beforeAll(async () => {
    folder = pictures ?? (await mkdtemp(join(tmpdir(), 'lectern-console-')))
    browser = await launch()
    server = await startTestServer(
      {
        registrations: 40,
        ticketHolders: [1],
        sessions: [
          { id: 1, from: 9, to: 10, places: 3 },
          { id: 2, from: 9, to: 12, places: 50 },
          { id: 3, from: 13, to: 14, places: 10, tickets: [1] },
          { id: 4, group: 1 },
        ],
      },
      { console: true, sandbox: { seed: 7 } },
    )
    const inJsv = '{\n  BadgeNumber: 1,\n  SessionIds: [3],\n  Sesion: 4\n}'
    await call('POST', server.sessionsUrl, inJsv, { ...basic(server.key), 'content-type': 'text/jsv' })
    for (const fault of [
      { Operation: 'EventIDs', Status: 503, Times: 0 },
      { Operation: 'EventIDs', Cut: true, When: 'After', DelayMs: 200 },
    ]) {
      await call('POST', `${server.url}/sandbox/faults`, fault, basic(server.key))
    }
    for (const badge of [1, 2, 3]) await assign(server, badge, 1, 3 * Number(badge === 1) || 4)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  test.each(looks)('$heading ($path) at $width pixels, $colorScheme, can be used by everybody', async (look) => {
    const { path, heading, width, colorScheme } = look
    const options = { viewport: { width, height: 900 }, colorScheme }
    const visited = path === '' ? await visit(browser, server, options) : await visitAt(browser, server, path, options)
    const { page } = visited
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
    await expect.poll(() => page.getByText('Loading …').count()).toBe(0)
    await page.screenshot({
      path: join(folder, `${`${heading}${path}`.replace(/\W+/g, '-')}-${width}-${colorScheme}.png`),
      fullPage: true,
    })
    expect(await seriousFindings(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
    expect(visited.complaints()).toEqual([])
    await visited.close()
  })

  const steps = [
    {
      what: 'a refusal',
      async take(page: Page) {
        await page.getByRole('button', { name: 'Add Session 2', exact: true }).click()
        await page.getByRole('alert').waitFor()
      },
    },
    {
      what: 'a question',
      async take(page: Page) {
        await page.getByRole('button', { name: 'Remove Session 1' }).click()
        await page.getByRole('dialog').waitFor()
      },
    },
    {
      what: 'something to undo',
      async take(page: Page) {
        await page.getByRole('button', { name: 'Remove Session 3' }).click()
        await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
        await page.getByRole('button', { name: 'Undo' }).waitFor()
        await page.getByRole('button', { name: 'Undo' }).scrollIntoViewIfNeeded()
      },
    },
  ]
  const moments = [375, 1440].flatMap((width) =>
    (['light', 'dark'] as const).flatMap((colorScheme) => steps.map((step) => ({ ...step, width, colorScheme }))),
  )

  test.each(moments)('$what at $width pixels, $colorScheme, can be used by everybody', async (moment) => {
    const { what, take, width, colorScheme } = moment
    await assign(server, 1, 3)
    const options = { viewport: { width, height: 900 }, colorScheme }
    const visited = await visitAt(browser, server, `${at}/registrations/reg-1`, options)
    const { page } = visited
    await take(page)
    await page.screenshot({ path: join(folder, `${what.replace(/\W+/g, '-')}-${width}-${colorScheme}.png`) })
    expect(await seriousFindings(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
    expect(visited.complaints()).toEqual([])
    await visited.close()
  })
})
