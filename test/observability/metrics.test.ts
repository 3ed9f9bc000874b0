import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call } from '../support/http-server.ts'
import { freshDatabase, run } from '../support/program.ts'
import { freePort, type RunningDemo, startDemo } from '../support/servers.ts'

let demo: RunningDemo
let metricsUrl: string
beforeAll(async () => {
  const port = await freePort()
  metricsUrl = `http://127.0.0.1:${port}/metrics`
  demo = await startDemo(['--metrics-port', String(port)])
})
afterAll(() => demo.stop('SIGTERM'))

interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** The samples of a text in the form of Prometheus, version 0.0.4; throws where a line is none. */
function samplesOf(text: string): Sample[] {
  expect(text.endsWith('\n')).toBe(true)
  const typed = new Set(
    [...text.matchAll(/^# TYPE (\w+) (?:counter|gauge|histogram|summary)$/gm)].map(([, name]) => name),
  )
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# '))
    .map((line) => {
      const [, name = '', labels = '', value = ''] = /^([a-z_]\w*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
      const family = name.replace(/_(bucket|sum|count)$/, '')
      if (!typed.has(name) && !typed.has(family)) throw new Error(`No type of ${line}`)
      const number = Number(value.replace('+Inf', 'Infinity'))
      if (Number.isNaN(number) && !/^nan$/i.test(value)) throw new Error(`No number: ${line}`)
      return {
        name,
        labels: Object.fromEntries(
          [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', text = '']) => [key, text]),
        ),
        value: number,
      }
    })
}

const scraped = async () => samplesOf((await call('GET', metricsUrl)).text)
/** What of a metric was counted under some labels. */
const sum = (samples: readonly Sample[], name: string, labels: Readonly<Record<string, string>> = {}) =>
  samples
    .filter((each) => each.name === name && Object.entries(labels).every(([key, value]) => each.labels[key] === value))
    .reduce((total, { value }) => total + value, 0)
const requests = 'lectern_request_duration_seconds_count'

describe('GET /metrics, on its own port', () => {
  test('counts calls by operation, verb and status, and refusals by code', async () => {
    const before = await scraped()
    const [first, second] = demo.facts.registrations
    await demo.send('POST', first?.RegistrationID ?? '', [demo.facts.sessions[0]?.SessionId ?? 0])
    for (let i = 0; i < 3; i++) await demo.send('DELETE', second?.RegistrationID ?? '', [999_999])
    const after = await scraped()
    const more = (name: string, labels: Record<string, string>) => sum(after, name, labels) - sum(before, name, labels)
    const operation = 'RegistrationSessionRequest'
    expect(more(requests, { operation, verb: 'POST', status: '200' })).toBe(1)
    expect(more('lectern_refusals_total', { operation })).toBe(
      more(requests, { operation, verb: 'DELETE' }) - more(requests, { operation, verb: 'DELETE', status: '200' }),
    )
    expect(more(requests, { operation, verb: 'DELETE' })).toBe(3)
    expect(more('lectern_request_duration_seconds_bucket', { operation, le: '+Inf' })).toBe(4)
    expect(more('lectern_commit_works_count', {})).toBeGreaterThan(0)
    expect(sum(after, 'lectern_build_info')).toBe(1)
    expect(sum(after, 'nodejs_eventloop_lag_mean_seconds')).toBeGreaterThan(0)
  })

  test('has few labels, whatever is asked', async () => {
    for (let i = 0; i < 20; i++) {
      await call('GET', `${demo.facts.url}/nothing/${i}`)
      await call(`VERB${i}`, `${demo.facts.url}/Ams/${i}/Events`).catch(() => undefined)
      await call('GET', `${demo.facts.url}/Ams/${i}/Events?x=${i}`)
    }
    const samples = (await scraped()).filter(({ name }) => name === requests)
    expect(samples.length).toBeLessThan(40)
    expect(JSON.stringify(samples)).not.toMatch(/nothing|VERB/)
  })

  test('is nothing else, and not where callers are', async () => {
    expect((await call('GET', metricsUrl.replace('/metrics', '/'))).status).toBe(404)
    expect((await call('POST', metricsUrl, {})).status).toBe(405)
    expect((await call('GET', `${demo.facts.url}/metrics`)).status).toBe(404)
    expect((await call('GET', metricsUrl)).headers.get('content-type')).toContain('text/plain')
  })

  test('is documented, every metric of ours, and no other', async () => {
    const text = (await call('GET', metricsUrl)).text
    const ours = [...text.matchAll(/^# TYPE (lectern_\w+) (\w+)$/gm)].map(([, name, type]) => `${name} ${type}`)
    const page = await readFile('docs/reference/watching.md', 'utf8')
    const rows = [...page.matchAll(/^\| `(lectern_\w+)` +\| (\w+)/gm)].map(([, name, type]) => `${name} ${type}`)
    expect(rows.toSorted()).toEqual(ours.toSorted())
  })
})

test('a port that is in use is told as such', async () => {
  const end = await run([
    'serve',
    '--port',
    '0',
    '--database',
    freshDatabase(),
    '--metrics-port',
    new URL(metricsUrl).port,
  ])
  expect(end).toMatchObject({ code: 4, stderr: expect.stringContaining('another program listens there') })
})
