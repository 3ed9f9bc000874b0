import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { FileError } from '../../files/file-error.ts'
import { isSameFile } from '../../files/same-file.ts'
import { type WriteFileOptions, writeFileAtomically } from '../../files/write-file.ts'
import { StoreError, type StoreErrorCode } from '../errors.ts'

/** What SQLite keeps beside a database: the write-ahead log, its index, and the rollback journal. */
const companions = ['-wal', '-shm', '-journal'] as const

/** The files of a database, whether they exist at the moment or not. */
export function filesOfDatabase(path: string): string[] {
  const file = resolvedPath(path)
  return [file, ...companions.map((suffix) => `${file}${suffix}`)]
}

/** Where a database is, with links resolved as SQLite resolves them; as given where there is none. */
export function resolvedPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

/**
 * Checks that there is a database to open. An empty file is none: SQLite would start an empty database in what a full disk
 * or a failed copy left, and discard its log.
 * @throws StoreError
 */
export function checkExists(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw new StoreError('missing', `sqlite:${path}`)
  if (found.isFile() && found.size === 0) throw new StoreError('empty', `sqlite:${path}`)
}

/** Creates a database without tables, which only the owner may read, unless there is a file of that name. @throws StoreError */
export async function createDatabase(path: string): Promise<void> {
  if (statSync(path, { throwIfNoEntry: false })) return
  try {
    await writeFileAtomically(path, { overwrite: false }, (temporaryPath) => {
      const database = new Database(temporaryPath)
      try {
        database.pragma('journal_mode = WAL')
      } finally {
        database.close()
      }
    })
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    // Another process created it meanwhile.
    if (error.code === 'exists') return
    throw new StoreError(codesOfSystem[error.errno ?? ''] ?? 'unreadable', `sqlite:${path}`, error)
  }
}

const codesOfSystem: { readonly [errno in string]?: StoreErrorCode } = {
  EROFS: 'read-only',
  ENOSPC: 'full',
  EDQUOT: 'full',
}

/**
 * Whether another process has the database open. A file that is no database is not in use, and is not opened: SQLite would
 * discard its log.
 */
export function isInUse(path: string): boolean {
  if (!isSqliteFile(path)) return false
  let database: Database.Database | undefined
  try {
    database = new Database(path, { timeout: 0, fileMustExist: true })
    // Every connection holds a shared lock on the file for as long as it is open, which an exclusive one is refused for.
    database.pragma('locking_mode = EXCLUSIVE')
    database.prepare('select count(*) from sqlite_master').get()
    return false
  } catch (error) {
    return error instanceof Database.SqliteError && /^SQLITE_(?:BUSY|LOCKED)/.test(error.code)
  } finally {
    database?.close()
  }
}

/**
 * Creates or replaces a file, as {@link writeFileAtomically} does, but never a database that a program uses, nor the files
 * beside one, whatever name, symbolic link or hard link leads to them.
 * @param source the database that the file is made from, which is in use by this process; null: it is no file
 * @throws FileError, and what `write` throws
 */
export async function writeOutput(
  path: string,
  source: string | null,
  options: WriteFileOptions,
  write: (temporaryPath: string) => Promise<void>,
): Promise<void> {
  if (source !== null && filesOfDatabase(source).some((file) => isSameFile(path, file)))
    throw new FileError('protected', path)
  checkReplaceable(path)
  await writeFileAtomically(path, options, write)
}

/** @throws FileError where it is a database in use, or a companion of any database */
function checkReplaceable(path: string): void {
  const database = companions.map((suffix) => baseOf(path, suffix)).find((base) => base !== null && isSqliteFile(base))
  if (database !== undefined) throw new FileError('protected', path)
  if (isInUse(resolvedPath(path))) throw new FileError('protected', path)
}

function baseOf(path: string, suffix: string): string | null {
  return path.endsWith(suffix) ? path.slice(0, -suffix.length) : null
}

const magic = 'SQLite format 3\0'

/** @throws StoreError `unreadable` */
function openForReading(path: string): number {
  try {
    return openSync(path, 'r')
  } catch (error) {
    throw new StoreError('unreadable', `sqlite:${path}`, error)
  }
}

export function isSqliteFile(path: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false
  const file = openForReading(path)
  try {
    const head = Buffer.alloc(magic.length)
    return readSync(file, head) === magic.length && head.toString('latin1') === magic
  } finally {
    closeSync(file)
  }
}
