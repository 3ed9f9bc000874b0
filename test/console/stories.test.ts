import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createKey } from '../../src/accounts/keys.ts'
import { Failure } from '../../src/protocol/schema/failure.ts'
import { hasBrowser, launch } from '../support/browser/browser.ts'
import { client, event, startTestServer, type TestServer } from '../support/http-server.ts'
import { run } from '../support/program.ts'
import { assign } from '../support/programme.ts'
import { signIn, type Visit, visit, visitAt } from './visit.ts'

/** Registration 4 is cancelled, 1 holds ticket 1; session 2 has one place, 3 and 4 cross, 5 and 6 are of a group that allows one. */
const given = {
  registrations: 4,
  cancelled: [4],
  ticketHolders: [1],
  sessions: [
    { id: 1, from: 9, to: 10, places: 20 },
    { id: 2, from: 10, to: 11, places: 1 },
    { id: 3, from: 12, to: 14 },
    { id: 4, from: 13, to: 15 },
    { id: 5, group: 1 },
    { id: 6, group: 1 },
    { id: 7, from: 16, to: 17, tickets: [1] },
  ],
}

describe.skipIf(!hasBrowser)('in the console', () => {
  let browser: Browser
  let server: TestServer
  let visited: Visit | undefined

  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    server = await startTestServer(given, { console: true })
  })
  afterEach(async () => {
    expect(visited?.complaints() ?? []).toEqual([])
    await visited?.close()
    visited = undefined
    await server.stop()
  })

  /** A window of the test, signed in. */
  const at = async (path: string) => {
    visited = await visitAt(browser, server, path)
    return visited.page
  }

  test('one signs in with a key, is told what is wrong, stays signed in, and signs out', async () => {
    visited = await visit(browser, server)
    const { page } = visited
    await page.getByLabel('API key').fill(server.key.id)
    await page.getByLabel('Secret').fill('wrong')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').getByText('InvalidCredentials').waitFor()
    await signIn(page, server)
    await page.reload()
    await page.getByRole('link', { name: 'Event', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.goto(`${server.url}/console/events/${event}`)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })

  test('a key that may only read sees everything, and is told why it changes nothing', async () => {
    const deed = { principal: 'test', requestId: 'test', at: 1 }
    const wanted = { name: 'guest', role: 'admin', isReadOnly: true } as const
    const key = await createKey(server.engine, client, wanted, deed)
    if (key instanceof Failure) throw new Error(key.message)
    visited = await visit(browser, server)
    const { page } = visited
    await signIn(page, { ...server, key })
    await page.goto(`${server.url}/console/events/${event}/registrations/reg-1`)
    await page.getByRole('button', { name: 'Add Session 1', exact: true }).click()
    await page
      .getByRole('alert')
      .getByText('The key or token may only read: this call needs the scope write.')
      .waitFor()
  })

  test('a session that has ended leads to the sign-in, and from there back', async () => {
    const page = await at(`/events/${event}/registrations`)
    await page.getByRole('link', { name: 'Last, First' }).first().waitFor()
    await page.context().clearCookies()
    await page.getByRole('link', { name: 'Timetable' }).click()
    await page.getByText('Your session has ended.').waitFor()
    await page.getByLabel('API key').fill(server.key.id)
    await page.getByLabel('Secret').fill(server.key.secret)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Timetable' }).waitFor()
  })

  test('a programme that is imported shows', async () => {
    const page = await at('/')
    const file = join(server.directory, 'programme.csv')
    const rows = [
      'SessionId,Name,Start,End,Room,MaxRegistrants',
      '11,Opening,2025-11-01T09:00,2025-11-01T10:00,Hall,300',
    ]
    writeFileSync(file, `${rows.join('\n')}\n`)
    const names = ['--client', String(client), '--event', '8', '--event-name', 'Imported', '--time-zone', 'UTC']
    const { code, stderr } = await run(['import', 'sessions', '--database', server.database.url, ...names, file])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    await page.reload()
    await page.getByRole('link', { name: 'Imported' }).click()
    const room = page.locator('.room', { has: page.getByRole('heading', { name: 'Hall' }) })
    await room.getByRole('link', { name: 'Opening' }).waitFor()
    expect(await room.textContent()).toContain('0 of 300 places taken')
  })

  test('a session is added, undone, added again, and removed when one is sure', async () => {
    const page = await at(`/events/${event}/registrations/reg-1`)
    const agenda = page.getByRole('region', { name: 'Agenda' })
    await page.getByRole('button', { name: 'Add Session 1', exact: true }).click()
    await agenda.getByRole('link', { name: 'Session 1' }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await agenda.getByText('No session yet').waitFor()
    await page.getByRole('button', { name: 'Add Session 1', exact: true }).click()
    await agenda.getByRole('button', { name: 'Remove Session 1' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await agenda.getByRole('button', { name: 'Remove Session 1' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await agenda.getByText('No session yet').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await agenda.getByRole('link', { name: 'Session 1' }).waitFor()
  })

  test('what a rule forbids is refused, with the rule and what to do', async () => {
    await assign(server, 1, 2)
    await assign(server, 2, 3, 5)
    const page = await at(`/events/${event}/registrations/reg-2`)
    const forbidden = page.locator('.choices > li', { has: page.locator('.why') })
    await expect.poll(() => forbidden.count()).toBe(4)
    expect((await forbidden.allTextContents()).map((text) => /[A-Z]\w+$/.exec(text)?.[0])).toEqual([
      'SessionFull',
      'SessionOverlap',
      'TicketRequired',
      'SingleSelect',
    ])
    const refused = async (session: number, code: string, advice: RegExp) => {
      await page.getByRole('button', { name: `Add Session ${session}`, exact: true }).click()
      const note = page.getByRole('alert')
      await note.getByText(code).waitFor()
      expect(await note.textContent()).toMatch(advice)
    }
    await refused(2, 'SessionFull', /1 of 1 places are taken.*waiting list/)
    await refused(4, 'SessionOverlap', /Session 4 crosses the time of 3.*Remove the other session/)
    await refused(6, 'SingleSelect', /Of group 1 one session may be held.*Remove the other/)
    await refused(7, 'TicketRequired', /Session 7 needs ticket 1.*Give the registration/)
    await page.goto(`${server.url}/console/events/${event}/registrations/reg-4`)
    await refused(1, 'RegistrationCancelled', /is cancelled.*Restore/)
  })

  test('a registration is cancelled when one is sure, and restored', async () => {
    await assign(server, 1, 1)
    const page = await at(`/events/${event}/registrations/reg-1`)
    await page.getByRole('button', { name: 'Cancel the registration …' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the registration' }).click()
    await page.getByText('A cancelled registration holds no session.').waitFor()
    await page.getByRole('button', { name: 'Restore' }).click()
    await page.getByRole('region', { name: 'Agenda' }).getByRole('link', { name: 'Session 1' }).waitFor()
  })

  test('at the door one types a badge and presses Enter', async () => {
    for (const badge of [1, 2, 3]) await assign(server, badge, 1)
    const page = await at(`/events/${event}/sessions/1`)
    await page.getByText('3 registrations, 0 checked in').waitFor()
    await page.getByLabel('Find by name or badge').fill('2')
    await page.getByText('1 of 3 found').waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('3 registrations, 1 checked in').waitFor()
    await page.getByRole('button', { name: 'Take back the check-in of' }).click()
    await page.getByText('3 registrations, 0 checked in').waitFor()
  })

  test('a full session is waited for; who waits is seen, and let in when a place is given back', async () => {
    await assign(server, 1, 2)
    const page = await at(`/events/${event}/registrations/reg-2`)
    await page.getByRole('button', { name: 'Put on the waiting list of Session 2' }).click()
    const lists = page.getByRole('region', { name: 'Waiting lists' })
    await lists.getByText('Next').waitFor()
    await page.goto(`${server.url}/console/events/${event}/sessions/2`)
    const waiting = page.getByRole('region', { name: 'Waiting list' })
    await waiting.getByRole('link', { name: 'Last, First' }).waitFor()
    await page.goto(`${server.url}/console/events/${event}/registrations/reg-1`)
    await page.getByRole('button', { name: 'Remove Session 2' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.goto(`${server.url}/console/events/${event}/registrations/reg-2`)
    await page.getByRole('region', { name: 'Agenda' }).getByRole('link', { name: 'Session 2' }).waitFor()
    expect(await lists.count()).toBe(0)
  })

  test('a roster prints whole, without what only a screen can use', async () => {
    const page = await at(`/events/${event}/sessions/1`)
    for (const badge of [1, 2, 3]) await assign(server, badge, 1)
    await page.reload()
    await page.getByText('3 registrations, 0 checked in').waitFor()
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('button', { name: 'Check in' }).first().isVisible()).toBe(false)
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(await page.locator('.virtual tbody tr:not(.space)').count()).toBe(3)
  })

  test('registrations are found by a part of the name and by status', async () => {
    const page = await at(`/events/${event}/registrations`)
    await page.getByText('4 registrations').waitFor()
    await page.getByLabel('Search').fill('last 3')
    await page.getByText('1 registration found').waitFor()
    await page.getByLabel('Search').fill('nobody')
    await page.getByText('Nobody is found.').waitFor()
    await page.getByLabel('Search').fill('')
    await page.getByText('4 registrations').waitFor()
    await page.getByLabel('Status').selectOption('Cancelled')
    await page.getByText('1 registration found').waitFor()
    await page.getByRole('link', { name: 'Last, First' }).click()
    await page.getByText('RegistrationID').waitFor()
    await page.goBack()
    await page.getByText('1 registration found').waitFor()
  })

  test('everything is reached by keyboard, and a screen reader is told where one is', async () => {
    const page = await at('/')
    await page.getByRole('link', { name: 'Event', exact: true }).waitFor()
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content')
    await page.getByRole('link', { name: 'Event', exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Timetable' }).waitFor()
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('H1')
    expect(await page.title()).toBe('Timetable · Event · Lectern')
    await page.getByRole('link', { name: 'Session 1' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.title()).toBe('Session 1 · Event · Lectern')
  })

  test('the downloads are what they say', async () => {
    await assign(server, 1, 1, 3)
    const page = await at(`/events/${event}/registrations/reg-1`)
    const saved = async (name: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()])
      const stream = await download.createReadStream()
      return { name: download.suggestedFilename(), text: (await stream.toArray()).join('') }
    }
    expect(await saved('Agenda as iCalendar')).toEqual({
      name: 'agenda.ics',
      text: expect.stringMatching(/^BEGIN:VCALENDAR[\s\S]*SUMMARY:Session 1/),
    })
    await page.goto(`${server.url}/console/events/${event}/sessions/1`)
    expect((await saved('Roster as CSV')).text).toMatch(/^BadgeNumber,RegistrationID.*\r\n1,reg-1,/)
  })
})
