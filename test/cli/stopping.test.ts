import { readdirSync, watch } from 'node:fs'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { constants } from 'node:os'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { basic } from '../support/http-server.ts'
import { freshDirectory, lectern } from '../support/program.ts'
import { assignmentsIn, type RunningDemo, startDemo } from '../support/servers.ts'

/** A POST of which the server has the head, and waits for the body. */
function begun(demo: RunningDemo, body: string): Promise<ClientRequest> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...basic(demo.facts.key),
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    }
    const started = request(demo.sessionsUrl, { method: 'POST', headers })
    started.once('continue', () => resolve(started)).once('error', reject)
    started.flushHeaders()
  })
}

function accepts(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

describe.concurrent.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  test('lets a request finish whose body is slow, and takes no new connection', async () => {
    const directory = freshDirectory()
    const demo = await startDemo(['--data', directory])
    const id = demo.facts.registrations[0]?.RegistrationID
    const body = JSON.stringify({ RegistrationID: id, SessionIds: [3205] })
    const slow = await begun(demo, body)
    const answer = new Promise<IncomingMessage>((resolve, reject) =>
      slow.once('response', resolve).once('error', reject),
    )
    slow.write(body.slice(0, 20))
    demo.child.kill(signal)
    while (await accepts(demo.facts.url));
    slow.end(body.slice(20))
    const { statusCode } = await answer
    expect({ statusCode, body: JSON.parse(await text(await answer)) }).toMatchObject({
      statusCode: 200,
      body: { SessionIds: [3205] },
    })
    expect(await demo.ended).toMatchObject({ code: 0, signal: null, stderr: '' })
    expect(assignmentsIn(directory)).toEqual([`${id} 3205`])
  })

  test('answers all that it does, and does all that it answers', async () => {
    const directory = freshDirectory()
    const demo = await startDemo(['--data', directory])
    const ids = demo.facts.registrations.slice(0, 36).map((registration) => registration.RegistrationID)
    const answered: string[] = []
    const calls = ids.map(async (id) => {
      const { status } = await demo.send('POST', id, [3205])
      if (status === 200) answered.push(`${id} 3205`)
      if (answered.length === 1) demo.child.kill(signal)
    })
    await Promise.allSettled(calls)
    expect(await demo.ended).toMatchObject({ code: 0, signal: null, stderr: '' })
    expect(answered.length).toBeGreaterThan(0)
    expect(assignmentsIn(directory)).toEqual(answered.sort())
  })

  test('ends a server without requests, and an idle connection with it', async () => {
    const demo = await startDemo()
    const idle = connect(Number(new URL(demo.facts.url).port), '127.0.0.1')
    await new Promise((resolve) => idle.once('connect', resolve))
    const closed = new Promise((resolve) => idle.once('close', resolve))
    expect(await demo.stop(signal)).toMatchObject({ code: 0, signal: null })
    await closed
  })

  test('that comes while it still loads leaves nothing behind', async () => {
    const TMPDIR = freshDirectory()
    const watcher = watch(TMPDIR)
    const made = new Promise((resolve) => watcher.once('change', resolve))
    const demo = lectern(['demo', '--port', '0'], { env: { TMPDIR } })
    await made
    watcher.close()
    expect(await demo.stop(signal)).toMatchObject({ code: 0, signal: null, stderr: '' })
    expect(readdirSync(TMPDIR)).toEqual([])
  })
})

test.concurrent('whoever presses Ctrl-C on and on does not wait for a slow request', async () => {
  const TMPDIR = freshDirectory()
  const demo = await startDemo([], { env: { TMPDIR } })
  const slow = await begun(demo, '{}')
  slow.on('error', () => {})
  const pressing = setInterval(() => demo.child.kill('SIGINT'), 100)
  expect(await demo.ended).toMatchObject({ code: 128 + constants.signals.SIGINT, signal: null })
  clearInterval(pressing)
  expect(readdirSync(TMPDIR)).toEqual([])
})
