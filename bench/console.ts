import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { largeEvent } from './large-event.ts'
import { startLectern } from './servers.ts'
import { frames } from './trace.ts'

/** What the console promises, measured in a browser on this machine: see docs/console.md. */
const registrations = 5_000
const sessions = 300
const limits = { interactive: 1_000, frame: 50 }

const directory = await mkdtemp(join(tmpdir(), 'lectern-console-bench-'))
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
try {
  await measure(browser)
} finally {
  await browser.close()
  await rm(directory, { recursive: true })
}

async function measure(browser: Browser): Promise<void> {
  const file = join(directory, 'lectern.db')
  const { key, event } = await largeEvent(file, registrations, sessions)
  const server = await startLectern(file)
  const url = `http://127.0.0.1:${server.port}/console`
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(`${url}/`)
    await page.getByLabel('API key').fill(key.id)
    await page.getByLabel('Secret').fill(key.secret)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Events' }).waitFor()

    const results = [
      [
        'the timetable can be used after',
        await interactive(page, `${url}/events/${event}`, '.card'),
        limits.interactive,
      ],
      [
        'the registrations can be used after',
        await interactive(page, `${url}/events/${event}/registrations`, '.virtual tbody a'),
        limits.interactive,
      ],
      ['longest frame while the registrations scroll', await scrolled(browser, page, '.virtual'), limits.frame],
    ] as const
    await page.goto(`${url}/events/${event}`)
    await page.locator('.card').first().waitFor()
    const all = [
      ...results,
      [
        'longest frame while the timetable scrolls',
        await scrolled(browser, page, '.grid-scroll'),
        limits.frame,
      ] as const,
    ]
    for (const [what, milliseconds, limit] of all) {
      const verdict = milliseconds <= limit ? 'kept' : 'BROKEN'
      process.stdout.write(`${what}: ${milliseconds.toFixed(0)} ms (at most ${limit}: ${verdict})\n`)
    }
    if (all.some(([, milliseconds, limit]) => milliseconds > limit)) process.exitCode = 1
  } finally {
    await server.stop()
  }
}

/** Milliseconds from the beginning of the navigation, with nothing kept by the browser, until an element is there and the page idle. */
async function interactive(page: Page, url: string, selector: string): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  await page.goto(url, { waitUntil: 'commit' })
  await page.locator(selector).first().waitFor()
  const time = await page.evaluate(
    () => new Promise<number>((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))),
  )
  await session.send('Network.setCacheDisabled', { cacheDisabled: false })
  await session.detach()
  return time
}

/** The longest frame while an element is scrolled by the wheel from its beginning to its end, as the browser traces it. */
async function scrolled(browser: Browser, page: Page, selector: string): Promise<number> {
  const element = page.locator(selector).first()
  await element.hover()
  await browser.startTracing(page, { categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] })
  for (let turn = 0; turn < 120; turn++) {
    await page.mouse.wheel(0, 600)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
  }
  return frames(await browser.stopTracing()).longest
}
