import { openSync, writeSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ProgramLog, programLog } from '../../src/observability/log.ts'

/** A line of the log. */
export interface Line {
  readonly msg: string
  readonly requestId: string
  readonly [member: string]: unknown
}

export interface LogFile {
  readonly log: ProgramLog
  /** All that was logged since the last time, as it is written. */
  text(): Promise<string>
  lines(): Promise<readonly Line[]>
  remove(): Promise<void>
}

/** The program's own log, at its finest, in a file that a test can read. */
export async function openLogFile(): Promise<LogFile> {
  const directory = await mkdtemp(join(tmpdir(), 'lectern-log-'))
  const path = join(directory, 'log')
  // Stays open, as stderr does: a server may log while it stops.
  const file = openSync(path, 'a')
  const log = programLog('debug', { write: (text) => writeSync(file, text), writableLength: 0 })
  let read = 0
  const text = async () => {
    log.flush()
    const all = await readFile(path, 'utf8')
    const news = all.slice(read)
    read = all.length
    return news
  }
  return {
    log,
    text,
    lines: async () =>
      (await text())
        .trimEnd()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    remove: () => rm(directory, { recursive: true }),
  }
}
