import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { CreatedKey } from '../src/accounts/keys.ts'

/*
 * Three ways to keep a server busy without special rights, and probes that measure what other callers notice. The server
 * trusts a proxy on the loopback, so that attackers and probes come from addresses of their own.
 */

/** Whom the attacks are made on, and as whom. */
export interface AttackTarget {
  readonly port: number
  /** A key of the attacking tenant, which may only read. */
  readonly key: CreatedKey
  readonly client: number
  readonly event: number
}

const attacker = '192.0.2.66'
const reconnectMs = 5_000

/**
 * Opens connections that send the headers of a POST and half of its body, and opens each again when it is closed.
 * @returns a function that ends them
 */
export async function holdHalfSent({ port, client, event }: AttackTarget, connections: number): Promise<() => void> {
  const sockets = new Set<Socket>()
  let isOver = false
  const path = `/Ams/${client}/Event/${event}/EventRegistrationSessions`
  const headers = `Host: x\r\nX-Forwarded-For: ${attacker}\r\nContent-Type: application/json\r\nContent-Length: 10`
  const open = (): Promise<void> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1')
      sockets.add(socket)
      socket.once('connect', () => socket.write(`POST ${path} HTTP/1.1\r\n${headers}\r\n\r\n{"Bad`, () => resolve()))
      socket.on('error', () => resolve())
      socket.on('data', () => undefined)
      socket.once('close', () => {
        sockets.delete(socket)
        resolve()
        void setTimeout(reconnectMs, undefined, { ref: false }).then(() => (isOver ? undefined : open()))
      })
    })
  await Promise.all(Array.from({ length: connections }, open))
  return () => {
    isOver = true
    for (const socket of sockets) socket.destroy()
  }
}

/** Calls EventRegistrants for all registrations, `items` times in one batch, past the kept answers. @returns the status */
export function readInBatch(target: AttackTarget, items: number, pageSize: number): Promise<number> {
  const { client, event } = target
  const item = { ClientID: client, EventID: event, PageSize: pageSize, BypassCache: true }
  const body = JSON.stringify(Array.from({ length: items }, () => item))
  return send(target.port, {
    method: 'POST',
    path: '/json/reply/EventRegistrants[]',
    headers: { ...signed(target), 'content-type': 'application/json', 'x-http-method-override': 'GET' },
    body,
  })
}

/** Reads all registrations on several connections at once. @returns the statuses */
export function readInParallel(target: AttackTarget, connections: number, pageSize: number): Promise<number[]> {
  const path = `/Ams/${target.client}/Event/${target.event}/EventRegistrants?PageSize=${pageSize}&BypassCache=true`
  const read = () => send(target.port, { method: 'GET', path, headers: signed(target), body: '' })
  return Promise.all(Array.from({ length: connections }, read))
}

function signed({ key }: AttackTarget): Record<string, string> {
  const authorization = `Basic ${Buffer.from(`${key.id}:${key.secret}`).toString('base64')}`
  return { authorization, 'x-forwarded-for': attacker, accept: 'application/json' }
}

/** A call that an innocent caller makes over and over. */
export interface Probe {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string
}

export interface ProbeResult {
  readonly name: string
  /** In milliseconds, in the order of the calls. */
  readonly durations: readonly number[]
  /** 0: no answer. */
  readonly statuses: readonly number[]
}

/** Makes every probe once each interval, on a new connection, until `during` is over, and once more at least. */
export async function probe<T>(
  port: number,
  probes: readonly Probe[],
  intervalMs: number,
  during: Promise<T>,
): Promise<{ readonly outcome: T; readonly results: readonly ProbeResult[] }> {
  let isOver = false
  const ended = during.finally(() => {
    isOver = true
  })
  const results = probes.map(({ name }) => ({ name, durations: [] as number[], statuses: [] as number[] }))
  const under: Promise<void>[] = []
  do {
    for (const [i, each] of probes.entries()) {
      const result = results[i]
      if (result) under.push(measure(port, each, result))
    }
    await setTimeout(intervalMs)
  } while (!isOver)
  await Promise.all(under)
  return { outcome: await ended, results }
}

async function measure(port: number, sent: Probe, into: { durations: number[]; statuses: number[] }): Promise<void> {
  const started = performance.now()
  const status = await send(port, sent)
  into.durations.push(performance.now() - started)
  into.statuses.push(status)
}

type Sent = Pick<Probe, 'method' | 'path' | 'headers' | 'body'>

/** Sends one request on a connection of its own; answers the status once the whole answer was received, 0 without one. */
function send(port: number, { method, path, headers, body }: Sent): Promise<number> {
  return new Promise((resolve) => {
    const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) }
    const sent = request({ port, method, path, headers: { ...headers, ...length }, agent: false }, (response) => {
      response.resume()
      response.once('close', () => resolve(response.complete ? (response.statusCode ?? 0) : 0))
    })
    sent.once('error', () => resolve(0))
    sent.end(body)
  })
}
