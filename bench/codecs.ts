import { pathToFileURL } from 'node:url'
import { RegistrationSessionRequest } from '../src/contract/registration-sessions.ts'
import { csv, json, jsv, xml } from '../src/protocol/formats/index.ts'
import { Failure } from '../src/protocol/schema/failure.ts'
import { median } from './statistics.ts'

/** One measured thing: its speed, and how it compares with the engine's own JSON on the same value. */
export interface CodecRow {
  readonly name: string
  readonly opsPerSec: number
  readonly ratio: number
}

interface Case {
  readonly name: string
  readonly run: () => unknown
  /** The case that its ratio is taken of. */
  readonly of: Case | null
}

/**
 * Measures the codecs of the main request against JSON.stringify and JSON.parse of the equivalent plain object, round
 * after round side by side, and answers the median of each.
 */
export function measureCodecs(rounds = 15, millisecondsEach = 60): CodecRow[] {
  const cases = requestCases()
  const speeds = new Map<Case, number[]>(cases.map((c) => [c, []]))
  for (const each of cases) speed(each.run, millisecondsEach)
  for (let round = 0; round < rounds; round++) {
    for (const each of cases) speeds.get(each)?.push(speed(each.run, millisecondsEach))
  }
  const medianOf = (each: Case) => median(speeds.get(each) ?? [])
  return cases.map((each) => ({
    name: each.name,
    opsPerSec: Math.round(medianOf(each)),
    ratio: medianOf(each) / medianOf(each.of ?? each),
  }))
}

function requestCases(): Case[] {
  const jsvCodec = jsv.compile(RegistrationSessionRequest)
  const jsonCodec = json.compile(RegistrationSessionRequest)
  const value = RegistrationSessionRequest.create({
    EventID: 120_345,
    RegistrationID: '7f9c2e61-0b5d-4c0a-9d43-2a1be6f0c855',
    BadgeNumber: 1042,
    SessionIds: [50_011, 50_012, 50_019],
    ClientID: 25_363,
  })
  const xmlCodec = xml.compile(RegistrationSessionRequest)
  const csvCodec = csv.compile(RegistrationSessionRequest)
  const jsonText = jsonCodec.encode(value)
  const xmlText = xmlCodec.encode(value)
  const csvText = csvCodec.encode(value)
  const jsvText = jsvCodec.encode(value)
  const plain: unknown = JSON.parse(jsonText)
  const shortJson =
    '{"EventID":120345,"RegistrationID":"7f9c2e61-0b5d-4c0a-9d43-2a1be6f0c855","SessionIds":[50011,50012,50019],"ClientID":25363}'
  const shortJsv =
    '{EventID:120345,RegistrationID:7f9c2e61-0b5d-4c0a-9d43-2a1be6f0c855,SessionIds:[50011,50012,50019],ClientID:25363}'
  const shortSpaced = `{\n\tEventID: 120345,\n\tRegistrationID: 7f9c2e61-0b5d-4c0a-9d43-2a1be6f0c855,\n\tSessionIds: \n\t[\n\t\t50011,\n\t\t50012,\n\t\t50019\n\t],\n\tClientID: 25363\n}`

  const stringify: Case = { name: 'JSON.stringify', run: () => flat(JSON.stringify(plain)), of: null }
  const parse: Case = { name: 'JSON.parse', run: () => JSON.parse(jsonText), of: null }
  const parseShort: Case = { name: 'JSON.parse, fields a browser sends', run: () => JSON.parse(shortJson), of: null }
  return [
    stringify,
    { name: 'jsv encode', run: () => flat(jsvCodec.encode(value)), of: stringify },
    { name: 'json encode', run: () => flat(jsonCodec.encode(value)), of: stringify },
    { name: 'xml encode', run: () => flat(xmlCodec.encode(value)), of: stringify },
    { name: 'csv encode', run: () => flat(csvCodec.encode(value)), of: stringify },
    parse,
    { name: 'jsv decode', run: () => good(jsvCodec.decode(jsvText)), of: parse },
    { name: 'json decode', run: () => good(jsonCodec.decode(jsonText)), of: parse },
    { name: 'xml decode', run: () => good(xmlCodec.decode(xmlText)), of: parse },
    { name: 'csv decode', run: () => good(csvCodec.decode(csvText)), of: parse },
    parseShort,
    { name: 'jsv decode, fields a browser sends', run: () => good(jsvCodec.decode(shortJsv)), of: parseShort },
    { name: 'jsv decode, the same indented', run: () => good(jsvCodec.decode(shortSpaced)), of: parseShort },
    { name: 'json decode, fields a browser sends', run: () => good(jsonCodec.decode(shortJson)), of: parseShort },
  ]
}

/** Has the engine join the pieces that a text was concatenated of, as sending it would. */
function flat(text: string): number {
  return text.charCodeAt(text.length - 1)
}

function good<T>(value: T | Failure): T {
  if (value instanceof Failure) throw new Error(value.message)
  return value
}

let sink: unknown

/** Runs per second, over about the given time. */
function speed(run: () => unknown, milliseconds: number): number {
  const batch = 2000
  const start = process.hrtime.bigint()
  const end = start + BigInt(milliseconds) * 1_000_000n
  let done = 0
  let now = start
  while (now < end) {
    for (let i = 0; i < batch; i++) sink = run()
    done += batch
    now = process.hrtime.bigint()
  }
  return (done * 1e9) / Number(now - start)
}

/** Whether anything was measured; also what keeps the engine from leaving the work out. */
export const hasMeasured = (): boolean => sink !== undefined

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.table(measureCodecs().map((row) => ({ ...row, ratio: Number(row.ratio.toFixed(2)) })))
}
