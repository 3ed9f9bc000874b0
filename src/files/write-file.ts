import { randomBytes } from 'node:crypto'
import { type Stats, statSync } from 'node:fs'
import { link, lstat, mkdir, open, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { errnoOf, FileError } from './file-error.ts'

/** Only the user who runs the program may read what it writes: it holds people's names, and hashes of secrets. */
const fileMode = 0o600
const directoryMode = 0o700

export interface WriteFileOptions {
  /** Whether a file that exists is replaced; otherwise it is an error. */
  readonly overwrite: boolean
}

/**
 * Creates or replaces a file, as a whole or not at all: `write` fills a temporary file in the same directory, which is
 * flushed to disk and then given its name. Only the owner may read it.
 * @example await writeFileAtomically('society.ndjson', { overwrite: false }, (path) => writeFile(path, text))
 * @throws FileError, and what `write` throws that is no error of the system
 */
export async function writeFileAtomically(
  path: string,
  { overwrite }: WriteFileOptions,
  write: (temporaryPath: string) => void | Promise<void>,
): Promise<void> {
  const target = await writableTarget(path, overwrite)
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    await createEmpty(temporary)
    await write(temporary)
    await flush(temporary, 'r+')
    if (overwrite) await rename(temporary, target)
    else await renameExclusively(temporary, target)
    await flush(dirname(target), 'r')
  } catch (error) {
    await rm(temporary, { force: true })
    await rm(`${temporary}-journal`, { force: true })
    throw fileError(path, error)
  }
}

/** Creates a directory that only the owner may enter, and those above it, where they do not exist. @throws FileError */
export async function createDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: directoryMode })
  } catch (error) {
    throw fileError(path, error)
  }
}

/**
 * Gives a file a second name in its directory, such as `lectern.db.replaced-2026-11-29T03-04-05Z`, so that it stays when
 * the first name is given to another file.
 * @returns the second name
 * @throws FileError
 */
export async function keepBeside(path: string, suffix: string): Promise<string> {
  const kept = `${path}${suffix}`
  try {
    await link(path, kept)
  } catch (error) {
    if (!hasNoHardLinks(error)) throw fileError(kept, error)
    await rename(path, kept)
  }
  return kept
}

/** The file to write, with links resolved. @throws FileError where it must not be written */
async function writableTarget(path: string, overwrite: boolean): Promise<string> {
  try {
    const found = await lstat(path).catch((error) => {
      if (errnoOf(error) === 'ENOENT') return null
      throw error
    })
    if (found === null) return path
    const target = found.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : found
    if (!isRegularFile(target)) throw new FileError('not-a-file', path)
    if (!overwrite) throw new FileError('exists', path)
    return await realpath(path)
  } catch (error) {
    throw fileError(path, error)
  }
}

function isRegularFile(found: Stats | undefined): boolean {
  return found?.isFile() ?? false
}

async function createEmpty(path: string): Promise<void> {
  await (await open(path, 'wx', fileMode)).close()
}

/** Writes a file, or the entries of a directory, to disk. */
async function flush(path: string, flags: 'r' | 'r+'): Promise<void> {
  const file = await open(path, flags)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Fails with EEXIST where another process created the file meanwhile: a hard link, unlike a rename, replaces nothing. */
async function renameExclusively(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    if (!hasNoHardLinks(error)) throw error
    await createEmpty(to)
    await rename(from, to)
    return
  }
  await rm(from)
}

/** Whether the file system has no hard links, as FAT has none. */
function hasNoHardLinks(error: unknown): boolean {
  return ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(errnoOf(error) ?? '')
}

/** @returns a FileError for an error of the system; any other error as it is */
function fileError(path: string, error: unknown): unknown {
  const errno = errnoOf(error)
  if (errno === null) return error
  if (errno === 'EEXIST') return new FileError('exists', path, null, error)
  if (errno === 'ENOENT' || errno === 'ENOTDIR') return new FileError('no-directory', path, null, error)
  return new FileError('failed', path, errno, error)
}
