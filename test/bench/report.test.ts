import { describe, expect, test } from 'vitest'
import { markdownOf } from '../../bench/markdown.ts'
import type { Measurements, Round, Stretch } from '../../bench/measurements.ts'
import { reportOf } from '../../bench/report.ts'

/** A second at that many requests, and that many CPU seconds of the server. */
function stretch(requests: number, serverCpu: number, p50 = 1, p99 = 2): Stretch {
  return { requests, seconds: 1, p50, p99, serverCpu, generatorCpu: 0.5 }
}

// The first round was disturbed: both servers got half of the machine.
const rounds: readonly Round[] = [
  { bare: stretch(10_000, 0.5), lectern: stretch(4_000, 0.4, 9, 40) },
  { bare: stretch(20_000, 1), lectern: stretch(8_000, 0.8, 3, 12) },
  { bare: stretch(20_000, 1), lectern: stretch(7_000, 0.7, 4, 14) },
]

const measured: Measurements = {
  at: '2026-01-02T03:04:05.678Z',
  machine: { cpu: 'A CPU', cpus: 2, platform: 'linux x64', node: '20.0.0' },
  scenarios: [
    { asked: { verb: 'DELETE', sessions: 1, format: 'json' }, connections: 32, rounds: rounds.slice(0, 1) },
    { asked: { verb: 'POST', sessions: 1, format: 'json' }, connections: 32, rounds },
  ],
  sqliteAlone: [
    { requests: 1_000, seconds: 0.05, cpu: 0.03 },
    { requests: 1_000, seconds: 0.1, cpu: 0.04 },
    { requests: 1_000, seconds: 0.04, cpu: 0.02 },
  ],
  codecs: [
    { name: 'jsv encode', opsPerSec: 700, ratio: 0.7 },
    { name: 'jsv decode', opsPerSec: 300, ratio: 0.3 },
  ],
  readyAfter: [400, 1_600, 600],
  memory: { bytes: 160e6, assigns: 100_000 },
}

describe('The report of a benchmark', () => {
  test('gives the medians of the rounds, and of the ratios within each round', () => {
    const row = reportOf(measured).scenarios[1]
    expect(row).toMatchObject({
      verb: 'POST',
      bare: 20_000,
      lectern: 7_000,
      ratio: 0.4,
      p50: 4,
      p99: 14,
      bareBusy: 1,
      generatorBusy: 0.5,
    })
    expect(row?.bareCpu).toBeCloseTo(50)
    expect(row?.lecternCpu).toBeCloseTo(100)
    expect(row?.cpuRatio).toBeCloseTo(0.5)
  })

  test('compares with SQLite alone', () => {
    const { sqliteAlone } = reportOf(measured)
    expect(sqliteAlone.perSecond).toBeCloseTo(20_000)
    expect(sqliteAlone.cpu).toBeCloseTo(30)
    expect(sqliteAlone.runs).toEqual([20_000, 10_000, 25_000])
    expect(sqliteAlone.lecternShare).toBeCloseTo(0.35)
    expect(sqliteAlone.cpuShare).toBeCloseTo(0.3)
  })

  test('says of each target whether it is met, by the main scenario alone', () => {
    const targets = reportOf(measured).targets.map(({ found, isMet }) => [found, isMet])
    expect(targets).toEqual([
      [0.4, true],
      [14, true],
      [0.7, true],
      [0.3, false],
      [0.6, true],
      [160, false],
    ])
  })

  test('takes what was not measured as not met', () => {
    const nothing = {
      ...measured,
      scenarios: [],
      codecs: [],
      readyAfter: [],
      memory: { bytes: Number.NaN, assigns: 0 },
    }
    expect(reportOf(nothing).targets.some((target) => target.isMet)).toBe(false)
  })

  test('reads as tables, with a dash for what is not known', () => {
    const unknown = { ...measured, scenarios: measured.scenarios.map((each) => ({ ...each, rounds: unknownCpu })) }
    const lines = markdownOf(reportOf(unknown)).split('\n')
    expect(lines).toContain('| its p99 | ≤ 25 ms | 2 ms | yes |')
    expect(lines).toContain('| JSV decode, share of JSON.parse | ≥ 0.35 × | 0.3 × | no |')
    expect(lines).toContain('| POST | 1 | json | 32 | 100 | 50 | 0.5 | – | – | – | 1 | 2 | – | 0.5 |')
  })
})

const unknownCpu = [{ bare: stretch(100, Number.NaN), lectern: stretch(50, Number.NaN) }]
