import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from '../support/http-server.ts'
import { startDemo } from '../support/servers.ts'

/** Receives what exporters send, as a collector does. */
let collector: Server
let url: string
const received: Buffer[] = []
beforeAll(async () => {
  collector = createServer(async (request, response) => {
    received.push(await buffer(request))
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end()
  }).listen(0, '127.0.0.1')
  await once(collector, 'listening')
  const address = collector.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
afterAll(() => {
  collector.close()
  collector.closeAllConnections()
})

const traceId = '0af7651916cd43dd8448eb211c80319c'
const parent = `00-${traceId}-b7ad6b7169203331-01`

test('calls are told to the endpoint of the environment, as parts of their callers’ traces', async () => {
  const demo = await startDemo(['--log-level', 'info'], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: url } })
  const { clientId, eventId, key } = demo.facts
  const path = `${demo.facts.url}/Ams/${clientId}/Event/${eventId}/EventRegistrants?FirstName=Geheim`
  const authorization = `Basic ${Buffer.from(`${key.id}:${key.secret}`).toString('base64')}`
  expect((await call('GET', path, undefined, { authorization, traceparent: parent })).status).toBe(200)
  const { stderr } = await demo.stop('SIGTERM')
  const sent = Buffer.concat(received)
  // Names and attributes are texts in the message; ids are bytes.
  for (const text of [
    'GET /Ams/{ClientID}/Event/{EventID}/EventRegistrants',
    'sign-in',
    'service',
    'EventRegistrants',
    'lectern',
  ]) {
    expect([text, sent.includes(text)]).toEqual([text, true])
  }
  expect(sent.includes(Buffer.from(traceId, 'hex'))).toBe(true)
  expect(sent.includes(Buffer.from('b7ad6b7169203331', 'hex'))).toBe(true)
  expect(sent.includes('Geheim')).toBe(false)
  expect(stderr).toContain(`"traceId":"${traceId}"`)
})

test('an endpoint that is not there hurts no call', async () => {
  const demo = await startDemo([], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' } })
  const [first] = demo.facts.registrations
  const answer = await demo.send('POST', first?.RegistrationID ?? '', [demo.facts.sessions[0]?.SessionId ?? 0])
  expect(answer.status).toBe(200)
  expect((await demo.stop('SIGTERM')).code).toBe(0)
})
