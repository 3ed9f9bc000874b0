import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AttackTarget, holdHalfSent, type Probe, probe, readInBatch, readInParallel } from '../../bench/attacks.ts'
import { basic, client, event, otherClient, startTestServer, type TestServer } from '../support/http-server.ts'

/** A small version of `npm run bench:attack`: no times, but that others are answered while the attack goes on. */

let server: TestServer
let target: AttackTarget
let probes: readonly Probe[]
beforeAll(async () => {
  server = await startTestServer(
    { registrations: 1_500, sessions: [{ id: 101 }] },
    { trustedProxies: ['127.0.0.1'], limits: { maxRequests: 40 } },
  )
  target = { port: Number(new URL(server.url).port), key: server.key, client, event }
  const headers = { ...basic(server.otherKey), 'x-forwarded-for': '198.51.100.7' }
  const ofOther = `/Ams/${otherClient}/Event/${event}`
  const assignment = JSON.stringify({ BadgeNumber: 1, SessionIds: [1] })
  probes = [
    {
      name: 'assign',
      method: 'POST',
      path: `${ofOther}/EventRegistrationSessions`,
      headers: { ...headers, 'content-type': 'application/json' },
      body: assignment,
    },
    { name: 'list', method: 'GET', path: `${ofOther}/Sessions`, headers, body: '' },
    { name: 'page', method: 'GET', path: '/metadata', headers: { 'x-forwarded-for': '198.51.100.8' }, body: '' },
  ]
})
afterAll(() => server.stop())

/** The statuses of the probes that were answered while the attack went on. */
async function statusesDuring<T>(attack: Promise<T>): Promise<readonly (readonly number[])[]> {
  const { results } = await probe(target.port, probes, 20, attack)
  return results.map(({ statuses }) => statuses)
}

test('half-sent requests, more than there are slots, keep nobody else from being answered', async () => {
  const end = await holdHalfSent(target, 120)
  for (const statuses of await statusesDuring(Promise.resolve())) expect(new Set(statuses)).toEqual(new Set([200]))
  end()
})

test('callers of another tenant are answered before a batch of long reads ends', async () => {
  let isOver = false
  const attack = readInBatch(target, 30, 1_500).finally(() => {
    isOver = true
  })
  const first = await statusesDuring(Promise.resolve())
  expect(isOver).toBe(false)
  for (const statuses of [...first, ...(await statusesDuring(attack))])
    expect(new Set(statuses)).toEqual(new Set([200]))
})

test('callers of another tenant are answered before parallel long reads end', async () => {
  for (const statuses of await statusesDuring(readInParallel(target, 8, 1_500))) {
    expect(new Set(statuses)).toEqual(new Set([200]))
  }
})
