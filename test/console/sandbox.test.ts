import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hasBrowser, launch } from '../support/browser/browser.ts'
import { basic, call, event, startTestServer, type TestServer } from '../support/http-server.ts'
import { assign } from '../support/programme.ts'
import { type Visit, visit, visitAt } from './visit.ts'

describe.skipIf(!hasBrowser)('in the console of a sandbox', () => {
  let browser: Browser
  let server: TestServer
  let visited: Visit | undefined

  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    const sessions = [
      { id: 1, from: 9, to: 10, places: 20 },
      { id: 2, from: 9, to: 11 },
    ]
    server = await startTestServer({ registrations: 3, sessions }, { console: true, sandbox: { seed: 7 } })
  })
  afterEach(async () => {
    expect(visited?.complaints().filter((text) => !text.includes('status of 5')) ?? []).toEqual([])
    await visited?.close()
    visited = undefined
    await server.stop()
  })

  const at = async (path: string, options = {}) => {
    visited = await visitAt(browser, server, path, options)
    return visited.page
  }
  const sure = async (page: Page, action: string) =>
    page.getByRole('dialog').getByRole('button', { name: action }).click()

  test('every page says that it is one, before anybody has signed in', async () => {
    visited = await visit(browser, server)
    await visited.page.getByRole('note').getByText('Sandbox:').waitFor()
    await visited.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })

  test('a reset puts everything back, once one is sure', async () => {
    await assign(server, 1, 1)
    const page = await at('/sandbox')
    await page.getByRole('button', { name: 'Reset' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Reset' }).click()
    await sure(page, 'Reset everything')
    await page.getByText('The sandbox is as it was at the start.').waitFor()
    await page.goto(`${server.url}/console/events/${event}/registrations/reg-1`)
    await page.getByText('No session yet').waitFor()
  })

  test('a snapshot is taken, gone back to, and forgotten', async () => {
    await assign(server, 1, 1)
    const page = await at('/sandbox')
    await page.getByLabel('Name of a new one').fill('one-assigned')
    await page.getByRole('button', { name: 'Take a snapshot' }).click()
    await page.getByRole('row', { name: /one-assigned/ }).waitFor()
    await call('DELETE', `${server.sessionsUrl}?BadgeNumber=1&SessionIds=1`, undefined, basic(server.key))
    await page.getByRole('button', { name: 'Go back to one-assigned' }).click()
    await sure(page, 'Go back')
    await page.getByText('All events are as in one-assigned.').waitFor()
    const { json } = await call('POST', server.sessionsUrl, { BadgeNumber: 1, SessionIds: [1] }, basic(server.key))
    expect(json.SessionIds).toEqual([1])
    await page.getByRole('button', { name: 'Forget one-assigned' }).click()
    await expect.poll(() => page.getByRole('row', { name: /one-assigned/ }).count()).toBe(0)
    await page.getByLabel('Name of a new one').fill('not this')
    await page.getByRole('button', { name: 'Take a snapshot' }).click()
    await page.getByRole('alert').getByText('a name of letters').waitFor()
  })

  test('the clock is stopped, set and moved', async () => {
    const page = await at('/sandbox')
    await page.getByRole('button', { name: 'Stop it' }).click()
    await page.getByText('Stands still').waitFor()
    await page.getByLabel('Set it to (UTC)').fill('2025-11-01T08:00')
    await page.getByRole('button', { name: 'Set', exact: true }).click()
    await page.getByText('1 Nov 2025, 08:00:00').waitFor()
    await page.getByRole('button', { name: '+ 1 hour' }).click()
    await page.getByText('1 Nov 2025, 09:00:00').waitFor()
    await page.getByRole('button', { name: 'Real time' }).click()
    await page.getByText('Goes on').waitFor()
  })

  test('an ordered fault befalls the next call, is told, and is over', async () => {
    const page = await at('/sandbox')
    await page.getByLabel('Operation').fill('RegistrationSessionRequest')
    await page.getByLabel('Verb').selectOption('POST')
    await page.getByRole('button', { name: 'Order' }).click()
    await page
      .getByRole('row', { name: /POST RegistrationSessionRequest.*are answered 503 SandboxFault.*1 more/ })
      .waitFor()
    await page.goto(`${server.url}/console/events/${event}/registrations/reg-1`)
    const add = page.getByRole('button', { name: 'Add Session 1', exact: true })
    await add.click()
    await page.getByRole('alert').getByText('SandboxFault').waitFor()
    await add.click()
    await page.getByRole('region', { name: 'Agenda' }).getByRole('link', { name: 'Session 1' }).waitFor()
  })

  test('a call shows as it comes, with its fields, rules, what the original loses, and a command that makes it again', async () => {
    const page = await at('/sandbox/calls', { permissions: ['clipboard-read', 'clipboard-write'] })
    await page.getByText('No such call yet.').waitFor()
    await assign(server, 1, 1)
    const body = '{\n  BadgeNumber: 1,\n  SessionIds: [2],\n  Sesions: 3\n}'
    await call('POST', server.sessionsUrl, body, { ...basic(server.key), 'content-type': 'text/jsv' })
    const row = page.getByRole('row').filter({ hasText: 'The original loses something of it' })
    await row.getByRole('link', { name: 'POST RegistrationSessionRequest' }).click()
    await page.getByRole('heading', { name: /^Call \d+$/ }).waitFor()
    await page.getByText('indented JSV, which the original reads as an empty request').waitFor()
    await page.getByText('Sesions: no field of RegistrationSessionRequest has this name').waitFor()
    await page.getByRole('row', { name: 'SessionIds the body [2]' }).waitFor()
    await page.getByRole('row', { name: /EventID the path/ }).waitFor()
    await page.getByRole('row', { name: 'SessionOverlap reg-1, session 2 Refused' }).waitFor()
    await page.getByRole('row', { name: 'SessionFull reg-1, session 2 Allowed' }).waitFor()
    await page.getByRole('button', { name: 'Copy as curl' }).click()
    await page.getByText('The command is copied.').waitFor()
    const command = await page.evaluate<string>('navigator.clipboard.readText()')
    const env = { ...process.env, LECTERN_KEY: `${server.key.id}:${server.key.secret}` }
    const { stdout } = await promisify(execFile)('bash', ['-c', command], { env })
    expect(stdout).toContain('HTTP/1.1 409 SessionOverlap')
  })

  test('calls are narrowed, saved as an archive, and forgotten', async () => {
    await assign(server, 1, 1)
    await assign(server, 1, 2)
    const page = await at('/sandbox/calls')
    await page.getByText('2 calls').waitFor()
    await page.getByLabel('Only refused').click()
    await page.getByText('1 call', { exact: true }).waitFor()
    await page.getByLabel('Those of the console too').click()
    await page.getByLabel('Only refused').click()
    await page.getByRole('link', { name: /GET / }).first().waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'As HAR' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('calls.har')
    const archive: { log: { entries: { request: { method: string } }[] } } = JSON.parse(
      await readFile(await download.path(), 'utf8'),
    )
    expect(archive.log.entries.filter(({ request }) => request.method === 'POST').length).toBeGreaterThanOrEqual(2)
    await page.getByRole('button', { name: 'Forget all' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Forget' }).click()
    await page.getByText('No such call yet.').waitFor()
  })
})
