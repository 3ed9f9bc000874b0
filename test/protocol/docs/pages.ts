import { JSDOM } from 'jsdom'
import { operations } from '../../../src/contract/index.ts'
import { docsPages } from '../../../src/protocol/docs/index.ts'
import { formats } from '../../../src/protocol/formats/index.ts'
import { Failure } from '../../../src/protocol/schema/failure.ts'

export const baseUrl = 'https://ws.yourmembership.com'

/** The pages of the contract under the name of the original. */
export const pages = docsPages({ operations, formats, serviceName: 'YM REST Services', version: '1.2.3' })

interface Answer {
  readonly contentType: string
  readonly body: string
}

/** Calls the page that an address belongs to: its path is that of the page, with braces for variables. */
export async function visit(address: string, from = pages): Promise<Answer | Failure> {
  const url = new URL(address, baseUrl)
  for (const page of from) {
    const pattern = page.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')
    const match = new RegExp(`^${pattern}$`, 'i').exec(url.pathname)
    if (match === null) continue
    const query = new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]))
    const path = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)])
    const answer = await page.answer({ query, path: Object.fromEntries(path), baseUrl })
    if (answer instanceof Failure) return answer
    const body = typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body).toString('utf8')
    return { contentType: answer.contentType, body }
  }
  throw new Error(`No page has the address ${address}`)
}

/** The body of the answer at an address. */
export async function read(address: string, from = pages): Promise<string> {
  const answer = await visit(address, from)
  if (answer instanceof Failure) throw new Error(`${address}: ${answer.message}`)
  return answer.body
}

/** The page at an address in a browser, as it is before any script runs. */
export async function open(address: string, from = pages): Promise<JSDOM> {
  return new JSDOM(await read(address, from), { url: `${baseUrl}${address}`, runScripts: 'outside-only' })
}
