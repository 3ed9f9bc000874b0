import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, launch, openPage, seriousFindings } from '../../support/browser/browser.ts'
import { basic, startTestServer, type TestServer } from '../../support/http-server.ts'

describe.skipIf(!hasBrowser)('in a browser', () => {
  let server: TestServer
  let browser: Browser

  beforeAll(async () => {
    server = await startTestServer({ registrations: 3, sessions: [{ id: 1 }, { id: 2 }] })
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const operation = '/json/metadata?op=RegistrationSessionRequest'
  const looks = ['/metadata', operation, '/types', '/auth/nobody'].flatMap((path) =>
    [375, 1440].flatMap((width) => (['light', 'dark'] as const).map((colorScheme) => ({ path, width, colorScheme }))),
  )

  test.each(looks)(
    '$path at $width pixels, $colorScheme, can be used by everybody',
    async ({ path, width, colorScheme }) => {
      const { page, complaints, close } = await openPage(browser, { viewport: { width, height: 900 }, colorScheme })
      await page.goto(server.url + path)
      expect(await seriousFindings(page)).toEqual([])
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      expect(overflow).toBe(0)
      // An answer other than 200 is told on the console by the browser itself.
      expect(complaints.filter((text) => !text.includes('status of 4'))).toEqual([])
      await close()
    },
  )

  test('an operation is tried: signed in, called, and its answer shown', async () => {
    const { page, complaints, close } = await openPage(browser)
    await page.goto(server.url + operation)
    await page.getByLabel('API key').fill(server.key.id)
    await page.getByLabel('Secret', { exact: true }).fill(server.key.secret)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Signed in.').waitFor()

    await page.locator('#field-ClientID').fill('1000')
    await page.locator('#field-EventID').fill('7')
    await page.locator('#field-BadgeNumber').fill('1')
    await page.locator('#field-SessionIds').fill('1,2')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText(': 200 OK').waitFor()
    const shown = await page.locator('[data-body]').textContent()
    expect(JSON.parse(shown ?? '')).toMatchObject({ RegistrationID: 'reg-1', SessionIds: [1, 2] })

    await page.locator('#try-route').selectOption({ index: 1 })
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('DELETE').filter({ hasText: ': 200 OK' }).waitFor()
    expect(JSON.parse((await page.locator('[data-body]').textContent()) ?? '')).toMatchObject({ SessionIds: [] })
    expect(complaints).toEqual([])
    await close()
  })

  test('operations are found while one types', async () => {
    const { page, close } = await openPage(browser)
    await page.goto(`${server.url}/metadata`)
    const rows = page.locator('[data-operations] tbody tr:visible')
    expect(await rows.count()).toBeGreaterThan(1)
    await page.getByLabel('Search').fill('RegistrationSessionRequest')
    await expect.poll(() => rows.count()).toBe(1)
    await close()
  })

  test('Swagger UI shows the operations, under the policy of the server', async () => {
    const { page, complaints, close } = await openPage(browser, { viewport: { width: 1440, height: 900 } })
    await page.goto(`${server.url}/swagger-ui`)
    await page.getByText('/Ams/{ClientID}/Event/{EventID}/EventRegistrationSessions').first().waitFor()
    expect(complaints.filter((text) => /content security policy/i.test(text))).toEqual([])
    await close()
  })

  test('a browser that calls an operation gets a page', async () => {
    const { page, close } = await openPage(browser, { extraHTTPHeaders: basic(server.key) })
    const response = await page.goto(`${server.url}/auth`)
    expect(response?.headers()['content-type']).toContain('text/html')
    expect(await page.locator('h1').count()).toBe(1)
    expect(await seriousFindings(page)).toEqual([])
    await close()
  })
})
