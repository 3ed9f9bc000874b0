import { readFileSync } from 'node:fs'

/** The text of the original's page about RegistrationSessionRequest in JSV. */
export const seedPage = readFileSync(new URL('./fixtures/seed-page.txt', import.meta.url), 'utf8')

const body = /^Content-Length: length\s+(\{.*?^\})/gms
const [request = '', response = ''] = [...seedPage.matchAll(body)].map((m) => m[1] ?? '')

/** The sample request and answer that it shows. */
export const seedSamples = { request, response }
