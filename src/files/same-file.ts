import { realpathSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/**
 * Whether two paths name the same file: through symbolic links, hard links, or by different spellings of one path. A file
 * that does not exist yet is the same only where its path is.
 */
export function isSameFile(a: string, b: string): boolean {
  const [first, second] = [fileIdentity(a), fileIdentity(b)]
  if (first !== null && second !== null) return first === second
  return resolvedPath(a) === resolvedPath(b)
}

/** Returns device and inode of a file, as text; null where there is no file. */
export function fileIdentity(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found ? `${found.dev}:${found.ino}` : null
}

/** The path with the links of its directory resolved; as given where there is no such directory. */
function resolvedPath(path: string): string {
  try {
    return join(realpathSync(dirname(path)), basename(path))
  } catch {
    return path
  }
}
