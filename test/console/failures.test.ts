import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, launch } from '../support/browser/browser.ts'
import { event, startTestServer, type TestServer } from '../support/http-server.ts'
import { assign } from '../support/programme.ts'
import { type Visit, visitAt } from './visit.ts'

/** Where screenshots of the failures go; none are taken where no folder is named. */
const pictures = process.env.SCREENSHOTS

describe.skipIf(!hasBrowser)('when something cannot be loaded, the console', () => {
  let browser: Browser
  let server: TestServer
  let visited: Visit | undefined

  beforeAll(async () => {
    browser = await launch()
    server = await startTestServer(
      { registrations: 300, cancelled: [4], sessions: [{ id: 1, places: 1 }] },
      { console: true, sandbox: { seed: null } },
    )
    await assign(server, 1, 1)
  })
  afterEach(() => visited?.close())
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const at = async (path: string) => {
    visited = await visitAt(browser, server, path)
    return visited.page
  }

  const photograph = async (page: Page, name: string) => {
    if (pictures === undefined) return
    for (const width of [375, 1440]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height: 900 })
        await page.emulateMedia({ colorScheme })
        await page.screenshot({ path: join(pictures, `failure-${name}-${width}-${colorScheme}.png`) })
      }
    }
  }

  test('shows no rows of the former filter, and shows those of the new one after another try', async () => {
    const page = await at(`/events/${event}/registrations`)
    await page.getByText('300 registrations').waitFor()
    const ofCancelled = /EventRegistrants.*Status=Cancelled/
    await page.route(ofCancelled, (route) => route.abort())
    await page.getByLabel('Status').selectOption('Cancelled')
    await page.getByRole('alert').getByText('The registrations could not be loaded.').waitFor()
    expect(await page.getByRole('link', { name: 'Last, First' }).count()).toBe(0)
    expect(await page.getByText('300 registrations').count()).toBe(0)
    await photograph(page, 'filter')
    await page.unroute(ofCancelled)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('1 registration found').waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  test('says that a waiting list could not be read, rather than that there is none', async () => {
    const page = await at(`/events/${event}`)
    const waitingLists = /EventSessionRoster.*Waitlisted=true/i
    await page.route(waitingLists, (route) => route.abort())
    await page.goto(`${server.url}/console/events/${event}/sessions/1`)
    await page.getByRole('alert').getByText('The waiting list could not be loaded.').waitFor()
    await page.getByRole('heading', { name: 'Waiting list' }).waitFor()
    await photograph(page, 'waiting-list')
    await page.unroute(waitingLists)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('alert').waitFor({ state: 'detached' })
  })

  test('says that a page could not be loaded, rather than that it is loading for ever', async () => {
    const page = await at('/')
    const chunks = /\/console\/assets\/.*\.js$/
    await page.route(chunks, (route) => route.abort())
    await page.getByRole('link', { name: 'Sandbox' }).first().click()
    await page.getByRole('alert').getByText('This page could not be loaded.').waitFor()
    expect(await page.getByText('Loading …').count()).toBe(0)
    await photograph(page, 'page')
    await page.unroute(chunks)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'Controls' }).waitFor()
  })

  test('says that a chart could not be loaded, rather than showing an empty one', async () => {
    const page = await at(`/events/${event}`)
    const chunks = /\/console\/assets\/.*\.js$/
    await page.route(chunks, (route) => route.abort())
    await page.getByRole('link', { name: 'Charts' }).click()
    await page.getByRole('alert').getByText('The chart could not be loaded.').first().waitFor()
    await photograph(page, 'chart')
  })
})
