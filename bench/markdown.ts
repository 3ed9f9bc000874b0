import type { Report, ScenarioRow } from './report.ts'

/** A report as people read it. */
export function markdownOf(report: Report): string {
  const { machine, sqliteAlone, codecs } = report
  return `# Benchmark of ${report.at.slice(0, 10)}

${machine.cpus} × ${machine.cpu}, ${machine.platform}, Node ${machine.node}. How to read this: docs/benchmarks.md.

## Targets

${table(
  ['target', 'wanted', 'found', 'met'],
  report.targets.map(({ name, target, found, unit, isMet }) => [
    name,
    target,
    `${text(found)} ${unit}`,
    isMet ? 'yes' : 'no',
  ]),
)}

## Requests

${table(scenarioHeads, report.scenarios.map(scenarioCells))}

## SQLite alone

better-sqlite3 doing the writes of a single assign in groups of 32: ${whole(sqliteAlone.perSecond)} assigns/s (median; the runs: \
${sqliteAlone.runs.map(whole).join(', ')}), at ${text(sqliteAlone.cpu)} µs of CPU each. Lectern does \
${text(sqliteAlone.lecternShare)} × as many; ${text(sqliteAlone.cpuShare)} × its CPU time is this work.

## Codecs

${table(
  ['', 'per second', 'ratio'],
  codecs.map(({ name, opsPerSec, ratio }) => [name, whole(opsPerSec), text(ratio)]),
)}
`
}

const scenarioHeads = [
  'verb',
  'sessions',
  'format',
  'connections',
  'bare/s',
  'Lectern/s',
  'ratio',
  'bare CPU µs',
  'Lectern CPU µs',
  'CPU ratio',
  'p50 ms',
  'p99 ms',
  'bare busy',
  'generator busy',
]

function scenarioCells(row: ScenarioRow): string[] {
  const { verb, sessions, format, connections, bare, lectern } = row
  const measured = [row.ratio, row.bareCpu, row.lecternCpu, row.cpuRatio, row.p50, row.p99, row.bareBusy]
  return [
    verb,
    String(sessions),
    format,
    String(connections),
    whole(bare),
    whole(lectern),
    ...measured.map(text),
    text(row.generatorBusy),
  ]
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}

function whole(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value)) : '–'
}

/** Three digits that mean something. */
function text(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : '–'
}
