/** Why a file cannot be written. */
export type FileErrorCode = 'exists' | 'protected' | 'not-a-file' | 'no-directory' | 'failed'

const texts: Record<FileErrorCode, string> = {
  exists: 'already exists; --force replaces it',
  protected: 'belongs to a database; choose another file',
  'not-a-file': 'is not a regular file; name a file',
  'no-directory': 'cannot be created: its directory does not exist',
  failed: 'cannot be written',
}

/** A file that cannot be created or replaced. Nothing was changed. */
export class FileError extends Error {
  readonly code: FileErrorCode
  readonly path: string
  /** What the system reported, such as `EACCES`; null where it was not asked. */
  readonly errno: string | null

  constructor(code: FileErrorCode, path: string, errno: string | null = null, cause?: unknown) {
    super(`${path} ${texts[code]}${errno === null ? '' : ` (${errno})`}.`, { cause })
    this.name = 'FileError'
    this.code = code
    this.path = path
    this.errno = errno
  }
}

/** The system's name of an error, such as `ENOENT`; null where it is not one of the system's. */
export function errnoOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^E[A-Z0-9]+$/.test(error.code)
    ? error.code
    : null
}
