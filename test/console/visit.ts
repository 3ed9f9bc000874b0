import type { Browser, Page } from 'playwright-core'
import { openPage } from '../support/browser/browser.ts'
import type { TestServer } from '../support/http-server.ts'

export interface Visit {
  readonly page: Page
  /** What the browser complained of, refusals of the API left out: of those the browser itself tells. */
  complaints(): string[]
  close(): Promise<void>
}

type Options = Parameters<Browser['newContext']>[0]

/** A window of the console, where nobody is signed in yet. */
export async function visit(browser: Browser, server: TestServer, options: Options = {}): Promise<Visit> {
  const { page, complaints, close } = await openPage(browser, {
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    ...options,
  })
  await page.goto(`${server.url}/console/`)
  return { page, complaints: () => complaints.filter((text) => !text.includes('status of 4')), close }
}

/** Signs in with the key of the test's client. */
export async function signIn(page: Page, { key }: TestServer): Promise<void> {
  await page.getByLabel('API key').fill(key.id)
  await page.getByLabel('Secret').fill(key.secret)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Events' }).waitFor()
}

/** A window at a path of the console, signed in. */
export async function visitAt(
  browser: Browser,
  server: TestServer,
  path: string,
  options: Options = {},
): Promise<Visit> {
  const visited = await visit(browser, server, options)
  await signIn(visited.page, server)
  await visited.page.goto(`${server.url}/console${path}`)
  return visited
}
