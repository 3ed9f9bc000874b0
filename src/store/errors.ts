/** What can be wrong with a database, as one who operates it sees it. */
export type StoreErrorCode =
  | 'missing'
  | 'empty'
  | 'outdated'
  | 'uncopied'
  | 'newer'
  | 'unreadable'
  | 'unreachable'
  | 'untrusted'
  | 'refused'
  | 'read-only'
  | 'full'
  | 'locked'
  | 'busy'
  | 'damaged'
  | 'closed'
  | 'unknown'
  | 'failed'

const texts: Record<StoreErrorCode, string> = {
  missing: 'does not exist: check --database; `lectern serve`, `client add` and `migrate` create one',
  empty: 'is an empty file (0 bytes): restore it from a backup, or remove the file to start with an empty database',
  outdated: 'lacks tables of this version of Lectern: run `lectern migrate`',
  uncopied:
    'cannot be copied to the temporary directory, to be read there: set TMPDIR to a directory with enough space',
  newer: 'was written by a newer version of Lectern; upgrade the program, or use another database',
  unreadable: 'cannot be opened: check that its directory exists and that this user may read and write it',
  unreachable: 'cannot be reached: check its address, and that its server runs and takes connections',
  untrusted: "cannot be reached as safely as asked: check sslmode, sslrootcert and the server's certificate",
  refused: 'refuses this user: check that the database exists, the user, the password, and what the user may do',
  'read-only': 'cannot be written: its file or its directory is read-only for this user',
  full: 'has no room: the disk is full; nothing of the change was kept',
  locked: 'is locked by another process; try again when that one is done',
  busy: 'is too busy; nothing of the change was kept; try again',
  damaged: 'is damaged, or is not a database of Lectern; restore it from a backup',
  closed: 'is being closed',
  unknown: 'was lost while it kept a change: the change may or may not have been kept',
  failed: 'failed unexpectedly',
}

/** A database that cannot do what was asked. Nothing of the work it interrupts is kept, unless that is `unknown`. */
export class StoreError extends Error {
  readonly code: StoreErrorCode

  /**
   * @param database how the operator calls it: `sqlite:lectern.db`
   * @param detail what the database itself says, where that helps the operator
   */
  constructor(trouble: StoreErrorCode, database: string, cause?: unknown, detail = '') {
    super(`The database ${database} ${texts[trouble]}${detail && ` (${detail})`}.`, { cause })
    this.name = 'StoreError'
    this.code = trouble
  }
}
