import { accessSync, type BigIntStats, constants, createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import Database from 'better-sqlite3'
import { errnoOf } from '../../files/file-error.ts'
import { StoreError } from '../errors.ts'
import { lockTimeoutMs, toStoreError } from './connection.ts'
import { checkExists, resolvedPath } from './database-file.ts'

/**
 * Opens a database to read it, changing neither its files nor its directory, even where this user may write neither. One
 * that is in use is read beside the programs that use it. For any other SQLite would create a log, so a private copy is
 * read; it is deleted at once, and its space is freed when the connection is closed.
 * @throws StoreError
 */
export async function openReadOnly(path: string): Promise<Database.Database> {
  checkExists(path)
  const file = resolvedPath(path)
  if (!isReadable(file)) throw new StoreError('unreadable', `sqlite:${path}`)
  try {
    return hasLog(file) ? new Database(file, { readonly: true, timeout: lockTimeoutMs }) : await openCopy(file)
  } catch (error) {
    const errno = errnoOf(error)
    throw errno === null ? toStoreError(path, error) : new StoreError('uncopied', `sqlite:${path}`, error, errno)
  }
}

/** Whether the log and its index exist: a program uses the database, or was killed while it did. */
export function hasLog(file: string): boolean {
  return existsSync(`${file}-wal`) && existsSync(`${file}-shm`)
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK)
    return true
  } catch {
    return false
  }
}

async function openCopy(file: string): Promise<Database.Database> {
  const directory = await mkdtemp(join(tmpdir(), 'lectern-read-'))
  try {
    const copy = join(directory, 'lectern.db')
    await copyDatabase(file, copy)
    return new Database(copy, { readonly: true })
  } finally {
    // Not at the end: nothing may stay where the program is killed meanwhile.
    await rm(directory, { recursive: true, force: true })
  }
}

const maxAttempts = 5

/**
 * Copies a database that is not in use, with what its log holds, into one file.
 * @throws StoreError `locked` where it changes all the time, and errors of the system
 */
export async function copyDatabase(file: string, to: string): Promise<void> {
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const before = await stat(file, { bigint: true })
    await copyPrivately(file, to)
    const logs = ['-wal', '-journal'].filter((suffix) => existsSync(`${file}${suffix}`))
    for (const suffix of logs) await copyPrivately(`${file}${suffix}`, `${to}${suffix}`)
    if (isUnchanged(before, await stat(file, { bigint: true }))) return absorbLog(to)
    for (const suffix of logs) await rm(`${to}${suffix}`, { force: true })
  }
  throw new StoreError('locked', `sqlite:${file}`)
}

/** Unlike the system's own copy, it does not take over who may read the file. */
async function copyPrivately(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createWriteStream(to, { mode: 0o600 }))
}

function isUnchanged(before: BigIntStats, after: BigIntStats): boolean {
  return before.ino === after.ino && before.size === after.size && before.mtimeNs === after.mtimeNs
}

/** Brings what the log or the journal of a database holds into its file, so that the file is all there is of it. */
export function absorbLog(path: string): void {
  const database = new Database(path, { fileMustExist: true })
  try {
    database.pragma('journal_mode = DELETE')
  } finally {
    database.close()
  }
}
