import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

/** Where Chromium is; the tests in a browser are left out where there is none, unless LECTERN_REQUIRE_BROWSER is set. */
export const executable = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
export const hasBrowser = existsSync(executable) || process.env.LECTERN_REQUIRE_BROWSER === '1'

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: executable,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  })
}

/** A page that notes what its console complains of, and what it may not load. */
export async function openPage(browser: Browser, options: Parameters<Browser['newContext']>[0] = {}) {
  const context: BrowserContext = await browser.newContext(options)
  const page: Page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return { page, complaints, close: () => context.close() }
}

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

interface AxeFinding {
  readonly id: string
  readonly impact: string | null
  readonly nodes: readonly { readonly html: string }[]
}

/** What axe finds that is serious or worse: each as its rule and the first element. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Through the debugger, which no content security policy of the page stands against.
  await page.evaluate(await readFile(axeSource, 'utf8'))
  const findings = await page.evaluate<readonly AxeFinding[]>('axe.run().then((found) => found.violations)')
  return findings
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}
