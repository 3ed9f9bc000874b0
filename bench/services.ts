import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Connection } from './connection.ts'
import { client, event, makeEvent, path, registrationId, sessionIds } from './event.ts'
import { type BareServer, type LecternServer, signIn, startBare, startGenerator, startLectern } from './servers.ts'
import { median } from './statistics.ts'

/*
 * Measures lists and bulk calls: `npm run bench:services`. Each list as it is kept, read anew (BypassCache), and asked for by
 * an ETag that is still right (304), beside the bare server sending as many bytes; bulk beside single calls of the same.
 */

const registrations = 10_000
const connections = 32
const rounds = 5
const seconds = 0.6

const directory = await mkdtemp(join(tmpdir(), 'lectern-services-'))
const file = join(directory, 'services.db')
const key = await makeEvent(file, registrations)
const [bare, lectern] = [await startBare(), await startLectern(file)]
try {
  const signedIn = await signIn(lectern, key)
  const eventPath = `/Ams/${client}/Event/${event}`
  // As many sessions as PyConFR 2025 had.
  for (let SessionId = 1; SessionId <= 53; SessionId++) {
    await fetch(`http://127.0.0.1:${lectern.port}${eventPath}/Sessions`, {
      method: 'POST',
      headers: { 'x-ss-id': signedIn, 'content-type': 'application/json' },
      body: JSON.stringify({ SessionId, Name: `Workshop ${SessionId}`, MaxRegistrants: 30 }),
    })
  }
  const lists = [
    { name: '93 sessions', path: `${eventPath}/Sessions?PageSize=100` },
    { name: 'registrants, a page of 100 of 10,000', path: `${eventPath}/EventRegistrants?PageSize=100&PageNumber=40` },
  ]
  process.stdout.write(
    '| list | kilobytes | bare/s | kept | 304 | read anew |\n| --- | --- | --- | --- | --- | --- |\n',
  )
  for (const list of lists) process.stdout.write(`${await measureList(bare, lectern, signedIn, list)}\n`)
  process.stdout.write(`\n${await measureBulk(lectern, signedIn)}\n`)
} finally {
  await Promise.all([bare.stop(), lectern.stop()])
  await rm(directory, { recursive: true })
}

async function measureList(
  bareServer: BareServer,
  { port }: LecternServer,
  signedIn: string,
  { name, path: address }: { readonly name: string; readonly path: string },
): Promise<string> {
  const ask = (more: string, headers = '') =>
    `GET ${address}${more} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-SS-ID: ${signedIn}\r\nAccept: application/json\r\n${headers}\r\n`
  const first = await fetch(`http://127.0.0.1:${port}${address}`, {
    headers: { 'x-ss-id': signedIn, accept: 'application/json' },
  })
  const bytes = (await first.arrayBuffer()).byteLength
  await bareServer.answer(bytes)
  const kinds = {
    bare: () => rate(bareServer.port, ask('')),
    kept: () => rate(port, ask('')),
    unchanged: () => rate(port, ask('', `If-None-Match: ${first.headers.get('etag')}\r\n`)),
    anew: () => rate(port, ask('&BypassCache=true')),
  }
  const found = { bare: [0], kept: [0], unchanged: [0], anew: [0] }
  for (const list of Object.values(found)) list.pop()
  for (let round = 0; round < rounds; round++) {
    found.bare.push(await kinds.bare())
    found.kept.push(await kinds.kept())
    found.unchanged.push(await kinds.unchanged())
    found.anew.push(await kinds.anew())
  }
  const speed = median(found.bare)
  const cell = (list: readonly number[]) => {
    const ratio = median(list.map((each, i) => each / (found.bare[i] ?? Number.NaN)))
    return `${Math.round(median(list))}/s, ${ratio.toPrecision(2)} ×`
  }
  const cells = [
    name,
    (bytes / 1_000).toFixed(1),
    Math.round(speed),
    ...[found.kept, found.unchanged, found.anew].map(cell),
  ]
  return `| ${cells.join(' | ')} |`
}

/** Answers a second, with the same request on each of the connections again and again. */
async function rate(port: number, text: string): Promise<number> {
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)))
  let answers = 0
  const started = performance.now()
  const deadline = started + seconds * 1_000
  const again = (connection: Connection) =>
    new Promise<void>((resolve, reject) => {
      const step = () => {
        if (performance.now() >= deadline) return resolve()
        connection.ask(
          text,
          ({ status }) => {
            if (status !== 200 && status !== 304) return reject(new Error(`Answered by ${status}`))
            answers++
            step()
          },
          reject,
        )
      }
      step()
    })
  try {
    await Promise.all(open.map(again))
    return answers / ((performance.now() - started) / 1_000)
  } finally {
    for (const connection of open) connection.close()
  }
}

/** A session for each of 10,000 registrations, in one call and in as many; removed again in between. */
async function measureBulk({ port }: LecternServer, signedIn: string): Promise<string> {
  const generator = startGenerator()
  const single = (verb: 'POST' | 'DELETE', atOnce: number, to = registrations) =>
    generator.run({
      asked: { verb, sessions: 1, format: 'json' },
      ...{ port, signIn: signedIn, connections: atOnce, from: 0, to, seconds: 60 },
    })
  const together = async (Remove: boolean) => {
    const Items = Array.from({ length: registrations }, (_, n) => ({
      RegistrationID: registrationId(n),
      SessionIds: sessionIds(n, 1),
      ...(Remove && { Remove }),
    }))
    const started = performance.now()
    const answer = await fetch(`http://127.0.0.1:${port}${path}/Bulk`, {
      method: 'POST',
      headers: { 'x-ss-id': signedIn, 'content-type': 'application/json', accept: 'application/x-ndjson' },
      body: JSON.stringify({ Items }),
    })
    const last = (await answer.text()).trimEnd().split('\n').at(-1) ?? ''
    if (!last.includes(`"Done":${registrations}`)) throw new Error(last)
    return registrations / ((performance.now() - started) / 1_000)
  }
  const rates: { readonly alone: number; readonly one: number; readonly many: number }[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      const one = speed(await single('POST', connections))
      await single('DELETE', connections)
      const alone = speed(await single('POST', 1, registrations / 10))
      await single('DELETE', connections, registrations / 10)
      const many = await together(false)
      await together(true)
      rates.push({ alone, one, many })
    }
  } finally {
    await generator.stop()
  }
  const rateOf = (name: 'alone' | 'one' | 'many') => Math.round(median(rates.map((each) => each[name])))
  const ratioTo = (name: 'alone' | 'one') => median(rates.map((each) => each.many / each[name])).toPrecision(3)
  return (
    `${registrations} assigns in one bulk call: ${rateOf('many')}/s. By single calls, one after the other: ` +
    `${rateOf('alone')}/s (bulk is ${ratioTo('alone')} ×); at ${connections} connections: ${rateOf('one')}/s (${ratioTo('one')} ×)`
  )
}

function speed({ requests, seconds: took }: { readonly requests: number; readonly seconds: number }): number {
  return requests / took
}
