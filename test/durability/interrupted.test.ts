import { statSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freshDirectory, lectern, type Running, run } from '../support/program.ts'
import { rowsOf, startDemo } from '../support/servers.ts'

/** Kills the program once the log of its database has so many bytes, unless it has ended by then. */
async function killedAt(bytes: number, directory: string, begin: () => Running): Promise<void> {
  const watcher = watch(directory)
  const program = begin()
  watcher.on('change', () => {
    const log = statSync(join(directory, 'lectern.db-wal'), { throwIfNoEntry: false })
    if (log && log.size >= bytes) program.child.kill('SIGKILL')
  })
  const { signal, code } = await program.ended
  watcher.close()
  if (signal === null) expect(code).toBe(0)
}

function count(directory: string, table: string): number | undefined {
  return rowsOf<{ count: number }>(directory, `select count(*) as count from ${table}`)[0]?.count
}

// A first byte of the log is there before the tables are; the demo takes some 300,000.
test.concurrent.each([1, 50_000, 150_000])(
  'a demo killed while it loads is complete the next time: at %i bytes',
  async (bytes) => {
    const directory = freshDirectory()
    await killedAt(bytes, directory, () => {
      const demo = lectern(['demo', '--json', '--port', '0', '--data', directory])
      void demo.written('stdout', '\n').then(
        () => demo.child.kill(),
        () => undefined,
      )
      return demo
    })
    const demo = await startDemo(['--data', directory])
    expect(demo.facts.sessions).toHaveLength(93)
    expect(demo.facts.registrations).toHaveLength(400)
    expect((await demo.stop()).code).toBe(0)
    expect(rowsOf(directory, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
  },
)

test.concurrent('an import killed in its middle has done nothing, or all', async () => {
  const directory = freshDirectory()
  const database = `sqlite:${join(directory, 'lectern.db')}`
  await run(['client', 'add', '--id', '5', '--name', 'Society', '--database', database])
  const rows = 60_000
  const csv = join(freshDirectory(), 'registrations.csv')
  const lines = Array.from({ length: rows }, (_, i) => `${i + 1},First name ${i},Last name ${i},1 2\n`)
  writeFileSync(csv, `BadgeNumber,FirstName,LastName,Tickets\n${lines.join('')}`)
  const into = ['--client', '5', '--event', '1', '--event-name', 'A', '--time-zone', 'UTC', '--database', database]
  const begin = () => lectern(['import', 'registrations', ...into, csv])
  await killedAt(4_000_000, directory, begin)

  expect((await run(['key', 'list', '--client', '5', '--database', database])).code).toBe(0)
  const kept = count(directory, 'registration')
  expect([0, rows]).toContain(kept)
  expect(count(directory, 'event')).toBe(kept === 0 ? 0 : 1)
  expect(count(directory, "audit where action = 'import'")).toBe(kept === 0 ? 0 : rows + 3)
  expect(rowsOf(directory, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
  if (kept === 0) expect(await begin().ended).toMatchObject({ code: 0, stdout: `Added ${rows} registrations.\n` })
  expect(count(directory, 'registration')).toBe(rows)
})
