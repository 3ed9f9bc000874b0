import type { CodecRow } from './codecs.ts'
import type { Measurements, Round, ScenarioMeasurement, Stretch } from './measurements.ts'
import { mainScenario } from './scenarios.ts'
import { median } from './statistics.ts'

/** One kind of request, Lectern beside the bare server. All are medians over the rounds. */
export interface ScenarioRow {
  readonly verb: 'POST' | 'DELETE'
  readonly sessions: number
  readonly format: string
  readonly connections: number
  /** Requests per second. */
  readonly bare: number
  readonly lectern: number
  /** Lectern's requests per second as a share of the bare server's in the same round. */
  readonly ratio: number
  /** CPU time per request in microseconds, and the bare server's as a share of Lectern's. */
  readonly bareCpu: number
  readonly lecternCpu: number
  readonly cpuRatio: number
  /** Lectern's latencies in milliseconds. */
  readonly p50: number
  readonly p99: number
  /** How much of a CPU the bare server and the load generator were using, while the bare server was measured. */
  readonly bareBusy: number
  readonly generatorBusy: number
}

/** A goal and how near it is. */
export interface TargetRow {
  readonly name: string
  readonly target: string
  readonly found: number
  readonly unit: string
  readonly isMet: boolean
}

/** Assigns by better-sqlite3 alone. */
export interface SqliteAloneRow {
  /** The median, and that of each run in order: they differ with what else the disk has to do. */
  readonly perSecond: number
  readonly runs: readonly number[]
  /** Microseconds per assign. */
  readonly cpu: number
  /** Lectern's assigns per second in the main scenario as a share of these. */
  readonly lecternShare: number
  /** This CPU time as a share of Lectern's in the main scenario. */
  readonly cpuShare: number
}

export interface Report {
  readonly at: string
  readonly machine: Measurements['machine']
  readonly scenarios: readonly ScenarioRow[]
  readonly sqliteAlone: SqliteAloneRow
  readonly codecs: readonly CodecRow[]
  readonly readyAfter: number
  readonly memory: Measurements['memory']
  readonly targets: readonly TargetRow[]
}

/** What the measurements come to, and which targets they meet. A target that was not measured is not met. */
export function reportOf(measurements: Measurements): Report {
  const { at, machine, codecs, memory } = measurements
  const scenarios = measurements.scenarios.map(scenarioRow)
  const main = scenarios.find(isMain)
  const runs = measurements.sqliteAlone.map((run) => run.requests / run.seconds)
  const perSecond = median(runs)
  const cpu = median(measurements.sqliteAlone.map(({ cpu, requests }) => (cpu / requests) * 1e6))
  const readyAfter = median(measurements.readyAfter)
  const ratioOf = (name: string) => codecs.find((row) => row.name === name)?.ratio ?? Number.NaN
  const targets = [
    atLeast('single assign at 32 connections, share of bare node:http', main?.ratio ?? Number.NaN, 0.35, '×', 0.45),
    atMost('its p99', main?.p99 ?? Number.NaN, 25, 'ms'),
    atLeast('JSV encode, share of JSON.stringify', ratioOf('jsv encode'), 0.7, '×'),
    atLeast('JSV decode, share of JSON.parse', ratioOf('jsv decode'), 0.35, '×'),
    atMost('ready after start', readyAfter / 1_000, 1.5, 's'),
    atMost(`memory after ${memory.assigns} assigns`, memory.bytes / 1e6, 150, 'MB'),
  ]
  const lecternShare = (main?.lectern ?? Number.NaN) / perSecond
  const sqliteAlone = { perSecond, runs, cpu, lecternShare, cpuShare: cpu / (main?.lecternCpu ?? Number.NaN) }
  return { at, machine, scenarios, sqliteAlone, codecs, readyAfter, memory, targets }
}

function scenarioRow({ asked, connections, rounds }: ScenarioMeasurement): ScenarioRow {
  const over = (measure: (round: Round) => number) => median(rounds.map(measure))
  return {
    ...asked,
    connections,
    bare: over(({ bare }) => speed(bare)),
    lectern: over(({ lectern }) => speed(lectern)),
    ratio: over(({ bare, lectern }) => speed(lectern) / speed(bare)),
    bareCpu: over(({ bare }) => cpuOf(bare)),
    lecternCpu: over(({ lectern }) => cpuOf(lectern)),
    cpuRatio: over(({ bare, lectern }) => cpuOf(bare) / cpuOf(lectern)),
    p50: over(({ lectern }) => lectern.p50),
    p99: over(({ lectern }) => lectern.p99),
    bareBusy: over(({ bare }) => bare.serverCpu / bare.seconds),
    generatorBusy: over(({ bare }) => bare.generatorCpu / bare.seconds),
  }
}

function isMain({ verb, sessions, format, connections }: ScenarioRow): boolean {
  const { sessions: mainSessions, format: mainFormat, connections: mainConnections } = mainScenario
  return verb === 'POST' && sessions === mainSessions && format === mainFormat && connections === mainConnections
}

function speed({ requests, seconds }: Stretch): number {
  return requests / seconds
}

/** Microseconds per request. */
function cpuOf({ requests, serverCpu }: Stretch): number {
  return (serverCpu / requests) * 1e6
}

function atLeast(name: string, found: number, least: number, unit: string, aim?: number): TargetRow {
  const target = `≥ ${least} ${unit}${aim === undefined ? '' : ` (aim ${aim})`}`
  return { name, target, found, unit, isMet: found >= least }
}

function atMost(name: string, found: number, most: number, unit: string): TargetRow {
  return { name, target: `≤ ${most} ${unit}`, found, unit, isMet: found <= most }
}
