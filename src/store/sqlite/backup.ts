import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import Database from 'better-sqlite3'
import { FileError } from '../../files/file-error.ts'
import { isSameFile } from '../../files/same-file.ts'
import { keepBeside, writeFileAtomically } from '../../files/write-file.ts'
import { StoreError } from '../errors.ts'
import { lockTimeoutMs, toStoreError } from './connection.ts'
import { checkExists, filesOfDatabase, isInUse, isSqliteFile, resolvedPath, writeOutput } from './database-file.ts'
import { checkFile } from './migrate.ts'
import { absorbLog, copyDatabase, hasLog, openReadOnly } from './read-only.ts'

/**
 * Writes the database in `path`, as it is at one moment, into the file `out`, while other programs go on using it.
 * @param overwrite whether a file that exists is replaced
 * @throws StoreError, `damaged` where the copy is, which is then not kept; FileError where `out` cannot be written
 */
export async function backupSqlite(path: string, out: string, overwrite: boolean): Promise<void> {
  checkExists(path)
  await writeOutput(out, path, { overwrite }, async (temporaryPath) => {
    await copyConsistently(path, temporaryPath, out)
    // A damaged copy must not replace a good backup, nor pass for one.
    checkIntegrity(temporaryPath, path)
  })
}

export type Restored =
  | { readonly kind: 'restored'; readonly replaced: string | null }
  /** There is a database already, which was to stay. */
  | { readonly kind: 'occupied' }

/**
 * Puts a backup in the place of the database in `path`, which must not be in use.
 * @param overwrite whether a database that exists is replaced; it is kept beside the new one, under the name returned
 * @throws StoreError where the backup is damaged or newer than the program, or the database is in use; FileError where the
 * file cannot be written
 */
export async function restoreSqlite(backup: string, path: string, overwrite: boolean): Promise<Restored> {
  await checkBackup(backup)
  const exists = existsSync(path)
  if (exists && isSameFile(backup, path)) throw new FileError('protected', path)
  if (exists && !overwrite) return { kind: 'occupied' }
  const file = resolvedPath(path)
  if (exists && isInUse(file)) throw new StoreError('locked', `sqlite:${path}`)
  let replaced: string | null = null
  await writeFileAtomically(file, { overwrite: exists }, async (temporaryPath) => {
    await copyConsistently(backup, temporaryPath, path)
    if (exists) {
      absorbLogIfReadable(file)
      replaced = await keepDatabase(file)
    }
  })
  return { kind: 'restored', replaced }
}

/** So that a crash while it is replaced finds the database whole. A damaged one keeps its log beside it. */
function absorbLogIfReadable(file: string): void {
  // Of what is no database SQLite would discard the log.
  if (!isSqliteFile(file)) return
  try {
    absorbLog(file)
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error
  }
}

/** Gives a database that is to be replaced another name, with what belongs to it. @returns the name */
async function keepDatabase(file: string): Promise<string> {
  const suffix = `.replaced-${new Date().toISOString().replaceAll(':', '-')}`
  const [, ...companions] = filesOfDatabase(file)
  for (const companion of companions.filter((each) => existsSync(each))) {
    await rename(companion, `${file}${suffix}${companion.slice(file.length)}`)
  }
  return keepBeside(file, suffix)
}

/** @param out what the copy is for, as errors name it */
async function copyConsistently(path: string, to: string, out: string): Promise<void> {
  const file = resolvedPath(path)
  try {
    if (!hasLog(file)) return await copyDatabase(file, to)
    const database = new Database(file, { readonly: true, timeout: lockTimeoutMs })
    try {
      await database.backup(to)
    } finally {
      database.close()
    }
    absorbLog(to)
  } catch (error) {
    // Only the copy is written.
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_FULL'))
      throw new FileError('failed', out, 'ENOSPC', error)
    throw toStoreError(path, error)
  }
}

async function checkBackup(path: string): Promise<void> {
  const database = await openReadOnly(path)
  try {
    checkFile(database, path)
    assertIntegrity(database, path)
  } catch (error) {
    throw toStoreError(path, error)
  } finally {
    database.close()
  }
}

/** @param path the database that `copy` was made of, as errors name it @throws StoreError `damaged` */
function checkIntegrity(copy: string, path: string): void {
  const database = new Database(copy, { readonly: true })
  try {
    assertIntegrity(database, path)
  } catch (error) {
    throw toStoreError(path, error)
  } finally {
    database.close()
  }
}

function assertIntegrity(database: Database.Database, path: string): void {
  const [found] = database.prepare<[], string>('pragma integrity_check').pluck().all()
  if (found !== 'ok') throw new StoreError('damaged', `sqlite:${path}`)
}
