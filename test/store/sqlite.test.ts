import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, test } from 'vitest'
import { DatabaseUrlError, openStore, sqlitePath } from '../../src/store/open.ts'
import { auditOfEvent } from '../../src/store/queries/audit.ts'
import { Connection, openFile } from '../../src/store/sqlite/connection.ts'
import { createDatabase } from '../../src/store/sqlite/database-file.ts'
import { GroupCommit } from '../../src/store/sqlite/group-commit.ts'
import { migrateFile } from '../../src/store/sqlite/migrate.ts'
import { OpenFileCheck } from '../../src/store/sqlite/open-file-check.ts'
import { storeContract } from './contract.ts'
import { addAudit, addEvents, here, trouble } from './fill.ts'

const directory = mkdtempSync(join(tmpdir(), 'lectern-store-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

let files = 0
const freshPath = () => join(directory, `${++files}.db`)

storeContract('SQLite', {
  fresh: () => Promise.resolve(`sqlite:${freshPath()}`),
  pretendMigrated: (url, migration) => {
    const database = new Database(sqlitePath(url))
    database.prepare('insert into kysely_migration (name, timestamp) values (?, ?)').run(migration, '2030-01-01')
    database.close()
    return Promise.resolve()
  },
})

describe('SQLite: a file', () => {
  test('is kept with a write-ahead log, every commit on the disk, and foreign keys', async () => {
    const path = freshPath()
    await createDatabase(path)
    const database = openFile(path)
    const settings = ['journal_mode', 'synchronous', 'foreign_keys'].map((name) =>
      database.pragma(name, { simple: true }),
    )
    database.close()
    const full = 2
    expect(settings).toEqual(['wal', full, 1])
  })

  test('that is no database is refused and left as it is', async () => {
    const path = freshPath()
    const text = 'SessionId,Name\n1,Not a database\n'.repeat(100)
    writeFileSync(path, text)
    await expect(openStore(`sqlite:${path}`)).rejects.toEqual(trouble('damaged'))
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  test('of another program is refused and left as it is', async () => {
    const path = freshPath()
    const other = new Database(path)
    other.exec('create table session (id integer)')
    other.close()
    const before = readFileSync(path)
    await expect(openStore(`sqlite:${path}`)).rejects.toEqual(trouble('damaged'))
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  test('whose pages were overwritten is damaged', async () => {
    const path = freshPath()
    const engine = await openStore(`sqlite:${path}`)
    await addEvents(engine)
    await engine.close()
    const bytes = readFileSync(path)
    writeFileSync(path, bytes.fill(0xa5, 4096))
    const reading = openStore(`sqlite:${path}`).then((opened) => opened.all(auditOfEvent, here))
    await expect(reading).rejects.toEqual(trouble('damaged'))
  })

  test('in a directory that is not there, or that is a directory, is unreadable', async () => {
    await expect(openStore(`sqlite:${join(directory, 'missing', 'a.db')}`)).rejects.toEqual(trouble('unreadable'))
    await expect(openStore(`sqlite:${directory}`)).rejects.toEqual(trouble('unreadable'))
    expect(existsSync(join(directory, 'missing'))).toBe(false)
  })

  test('is named by a path: a database in memory would keep nothing', async () => {
    for (const url of ['sqlite::memory:', 'sqlite:', 'lectern.db', 'mysql:a']) {
      await expect(openStore(url)).rejects.toBeInstanceOf(DatabaseUrlError)
    }
  })

  test('locked by another process refuses writes for as long, and reads go on', async () => {
    const path = freshPath()
    const engine = await openStore(`sqlite:${path}`)
    await addEvents(engine)
    const other = new Database(path)
    other.exec('begin immediate')
    await expect(engine.write((t) => addAudit(t, 'refused'))).rejects.toEqual(trouble('locked'))
    expect(await engine.all(auditOfEvent, here)).toEqual([])
    other.exec('rollback')
    other.close()
    await engine.write((t) => addAudit(t, 'kept'))
    expect(await engine.all(auditOfEvent, here)).toHaveLength(1)
    await engine.close()
  })

  test('that this user may not write is refused', async () => {
    const closed = join(directory, 'closed')
    mkdirSync(closed)
    const path = join(closed, 'a.db')
    await (await openStore(`sqlite:${path}`)).close()
    chmodSync(path, 0o444)
    chmodSync(closed, 0o555)
    chmodSync(directory, 0o755)
    await withoutPrivileges(async () => {
      await expect(openStore(`sqlite:${path}`)).rejects.toEqual(trouble('read-only'))
      await expect(openStore(`sqlite:${join(closed, 'new.db')}`)).rejects.toEqual(trouble('unreadable'))
    })
    chmodSync(closed, 0o755)
  })
})

/** Root may write everywhere, so that a test run by root is another user meanwhile. */
async function withoutPrivileges(work: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0
  const nobody = 65_534
  if (isRoot) process.seteuid?.(nobody)
  try {
    await work()
  } finally {
    if (isRoot) process.seteuid?.(0)
  }
}

describe('SQLite: a full disk', () => {
  /** A group commit over a file that may grow by `pages` of 4 KiB. */
  async function small(pages: number) {
    const path = freshPath()
    const engine = await openStore(`sqlite:${path}`)
    await addEvents(engine)
    await engine.close()
    const raw = openFile(path)
    await migrateFile(raw)
    raw.pragma(`max_page_count = ${Number(raw.pragma('page_count', { simple: true })) + pages}`)
    const kept = async () => {
      const reader = await openStore(`sqlite:${path}`)
      const rows = await reader.all(auditOfEvent, here)
      await reader.close()
      return rows.map((row) => row.subject)
    }
    return { raw, commits: new GroupCommit(new Connection(raw, path), path, new OpenFileCheck(path), () => {}), kept }
  }

  const page = 'x'.repeat(4_000)

  test('refuses what has no room, says so, and leaves nothing half-done', async () => {
    const { raw, commits, kept } = await small(10)
    const names = Array.from({ length: 20 }, (_, i) => `change ${i}`)
    const fates: string[] = []
    for (const name of names) {
      const work = commits.submit(async (t) => {
        for (const part of ['a', 'b', 'c']) await addAudit(t, `${name} ${part}`, page)
      })
      fates.push(
        await work.then(
          () => name,
          (error) => String(error.code),
        ),
      )
    }
    const done = fates.filter((fate) => fate !== 'full')
    expect(done.length).toBeGreaterThan(0)
    expect(done).toEqual(names.slice(0, done.length))
    expect(await kept()).toEqual(done.flatMap((name) => ['a', 'b', 'c'].map((part) => `${name} ${part}`)))
    await commits.close()
    raw.close()
  })

  test('goes on with the works that have room', async () => {
    const { raw, commits, kept } = await small(4)
    const large = commits.submit((t) => addAudit(t, 'large', page.repeat(20)))
    await expect(large).rejects.toEqual(trouble('full'))
    await commits.submit((t) => addAudit(t, 'little'))
    expect(await kept()).toEqual(['little'])
    await commits.close()
    raw.close()
  })

  test('keeps nothing of a work that passes over the error and goes on', async () => {
    const { raw, commits, kept } = await small(4)
    const work = commits.submit(async (t) => {
      await addAudit(t, 'before')
      await addAudit(t, 'large', page.repeat(20)).catch(() => undefined)
      await addAudit(t, 'after')
    })
    await expect(work).rejects.toMatchObject({ name: 'StoreError' })
    expect(await kept()).toEqual([])
    await commits.close()
    raw.close()
  })
})

describe('SQLite: an observer of commits that throws', () => {
  async function withBrokenObserver() {
    const path = freshPath()
    const engine = await openStore(`sqlite:${path}`)
    await addEvents(engine)
    const raw = openFile(path)
    let commits = 0
    const commit = new GroupCommit(new Connection(raw, path), path, new OpenFileCheck(path), () => {
      commits++
      throw new Error('the observer is broken')
    })
    const subjects = async () => (await engine.all(auditOfEvent, here)).map((row) => row.subject).sort()
    return { commit, subjects, commits: () => commits }
  }

  test('leaves a single transaction committed and answered', async () => {
    const { commit, subjects } = await withBrokenObserver()
    await expect(commit.submit((t) => addAudit(t, 'alone'))).resolves.not.toThrow()
    expect(await subjects()).toEqual(['alone'])
  })

  test('does not make a group of transactions run again', async () => {
    const { commit, subjects, commits } = await withBrokenObserver()
    let runs = 0
    const submit = (subject: string) =>
      commit.submit(async (t) => {
        runs++
        await addAudit(t, subject)
      })
    await Promise.all([submit('first'), submit('second')])
    expect({ runs, commits: commits() }).toEqual({ runs: 2, commits: 1 })
    expect(await subjects()).toEqual(['first', 'second'])
  })
})
