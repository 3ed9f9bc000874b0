import { constants, existsSync } from 'node:fs'
import { copyFile, open, rename, rm } from 'node:fs/promises'
import Database from 'better-sqlite3'
import { StoreError } from '../errors.ts'
import { storeError } from './connection.ts'
import { checkFile } from './migrate.ts'

/**
 * Writes the database in `path`, as it is at one moment, into the file `out`, while others go on using it: SQLite's online
 * backup. The file is there as a whole or not at all.
 * @throws StoreError, and the system's errors of `out`
 */
export async function backupSqlite(path: string, out: string): Promise<void> {
  if (!existsSync(path)) throw new StoreError('unreadable', `sqlite:${path}`)
  const draft = `${out}.part`
  try {
    const database = new Database(path, { readonly: true })
    try {
      await database.backup(draft)
    } finally {
      database.close()
    }
    await settle(draft)
    await rename(draft, out)
  } catch (error) {
    await rm(draft, { force: true })
    throw storeError(path, error)
  }
}

/**
 * Puts a backup in the place of the database in `path`; nobody may be using it.
 * @param overwrites whether one that is there may be lost
 * @returns false where one is there, and may not
 * @throws StoreError where the backup is damaged or newer than the program, or the database is in use
 */
export async function restoreSqlite(backup: string, path: string, overwrites: boolean): Promise<boolean> {
  checkBackup(backup)
  if (existsSync(path)) {
    if (!overwrites) return false
    checkUnused(path)
  }
  const draft = `${path}.part`
  await copyFile(backup, draft, constants.COPYFILE_FICLONE)
  await settle(draft)
  // The log belongs to the database that goes.
  for (const rest of ['-wal', '-shm']) await rm(`${path}${rest}`, { force: true })
  await rename(draft, path)
  return true
}

function checkBackup(path: string): void {
  try {
    const database = new Database(path, { readonly: true, fileMustExist: true })
    try {
      checkFile(database, path)
      const [found] = database.prepare<[], string>('pragma integrity_check').pluck().all()
      if (found !== 'ok') throw new StoreError('damaged', `sqlite:${path}`)
    } finally {
      database.close()
    }
  } catch (error) {
    throw storeError(path, error)
  }
}

/** A server holds no lock while nothing is asked of it, but has the log's index open: SQLite then refuses to leave WAL. */
function checkUnused(path: string): void {
  try {
    const database = new Database(path, { timeout: 0 })
    try {
      database.pragma('journal_mode = DELETE')
      database.pragma('locking_mode = EXCLUSIVE')
      database.exec('begin exclusive; commit')
    } finally {
      database.close()
    }
  } catch (error) {
    throw storeError(path, error)
  }
}

/** Has a file on the disk. */
async function settle(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
