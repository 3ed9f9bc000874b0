import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { operations } from '../../src/contract/index.ts'
import { hasBrowser, launch } from '../support/browser/browser.ts'
import { basic, call, event, startTestServer, type TestServer } from '../support/http-server.ts'
import { assign } from '../support/programme.ts'
import { type Visit, visitAt } from './visit.ts'

const has = (name: string) => operations.some((operation) => operation.name === name)

/** What others do shows within that many milliseconds. */
const soon = 1_000

describe.skipIf(!hasBrowser || !has('EventChanges'))('what others do', () => {
  let browser: Browser
  let server: TestServer
  let visited: Visit[] = []

  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    const sessions = [
      { id: 1, from: 9, to: 10, places: 20 },
      { id: 2, from: 10, to: 11, places: 1 },
    ]
    server = await startTestServer({ registrations: 4, sessions }, { console: true })
  })
  afterEach(async () => {
    for (const each of visited) expect(each.complaints()).toEqual([])
    await Promise.all(visited.map((each) => each.close()))
    visited = []
    await server.stop()
  })

  const at = async (path: string) => {
    const opened = await visitAt(browser, server, path)
    visited.push(opened)
    await opened.page.getByText('Live', { exact: true }).waitFor()
    return opened.page
  }

  test('shows in the timetable within a second, full sessions too', async () => {
    const page = await at(`/events/${event}?view=list`)
    const row = (name: string) => page.getByRole('row').filter({ hasText: name })
    await row('Session 1').getByText('0 of 20 places taken').waitFor({ state: 'attached' })
    await assign(server, 1, 1, 2)
    await row('Session 1').getByText('1 of 20 places taken').waitFor({ state: 'attached', timeout: soon })
    await row('Session 2').getByText('1 of 1 places taken, full').waitFor({ state: 'attached', timeout: soon })
    await call('POST', server.sessionsUrl, { BadgeNumber: 2, SessionIds: [2], Waitlist: true }, basic(server.key))
    await row('Session 2').getByText('1 waiting', { exact: true }).waitFor({ timeout: soon })
  })

  test('lets the first of the waiting list in, before the eyes of whoever looks at its registration', async () => {
    await assign(server, 1, 2)
    const waiting = await at(`/events/${event}/registrations/reg-2`)
    await waiting.getByRole('button', { name: 'Put on the waiting list of Session 2' }).click()
    await waiting.getByText('Next', { exact: true }).waitFor()
    const holding = await at(`/events/${event}/registrations/reg-1`)
    await holding.getByRole('button', { name: 'Remove Session 2' }).click()
    await holding.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    const agenda = waiting.getByRole('region', { name: 'Agenda' })
    await agenda.getByRole('link', { name: 'Session 2' }).waitFor({ timeout: 2 * soon })
  })

  test('comes to the roster at the door', async () => {
    const page = await at(`/events/${event}/sessions/1`)
    await page.getByText('Nobody holds this session yet.').waitFor()
    await assign(server, 3, 1)
    await page.getByText('1 registration, 0 checked in').waitFor({ timeout: soon })
  })

  test('goes on to show after the server was away', async () => {
    const page = await at(`/events/${event}?view=list`)
    await page.getByText('0 of 20 places taken').waitFor({ state: 'attached' })
    await page.context().setOffline(true)
    await page.context().setOffline(false)
    await assign(server, 1, 1)
    await page.getByText('1 of 20 places taken').waitFor({ state: 'attached' })
  })
})

describe.skipIf(!hasBrowser || !has('EventAudit') || !has('EventFill'))('what was done', () => {
  test('is told by the history, and drawn', async () => {
    const browser = await launch()
    const server = await startTestServer({ registrations: 2, sessions: [{ id: 1, places: 5 }] }, { console: true })
    await assign(server, 1, 1)
    const { page, complaints, close } = await visitAt(browser, server, `/events/${event}/history`)
    await page.getByText('1 change', { exact: true }).waitFor()
    await page.getByText('Session added').last().waitFor()
    await page.getByRole('link', { name: 'Charts' }).click()
    await page.locator('.chart canvas').first().waitFor()
    expect(complaints()).toEqual([])
    await close()
    await browser.close()
    await server.stop()
  })
})
