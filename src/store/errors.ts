/** What can be wrong with a database, as one who operates it sees it. */
export type StoreTrouble = 'newer' | 'unreadable' | 'read-only' | 'full' | 'locked' | 'damaged' | 'closed' | 'failed'

const texts: Record<StoreTrouble, string> = {
  newer: 'was written by a newer version of Lectern; upgrade the program, or use another database',
  unreadable: 'cannot be opened: check that its directory exists and that this user may read and write it',
  'read-only': 'cannot be written: its file or its directory is read-only for this user',
  full: 'has no room: the disk is full; nothing of the change was kept',
  locked: 'is locked by another process; try again when that one is done',
  damaged: 'is damaged, or is not a database of Lectern; restore it from a backup',
  closed: 'is being closed',
  failed: 'failed unexpectedly',
}

/** A database that cannot do what was asked. Nothing of the work it interrupts is kept. */
export class StoreError extends Error {
  readonly trouble: StoreTrouble

  /** @param database how the operator calls it: `sqlite:lectern.db` */
  constructor(trouble: StoreTrouble, database: string, cause?: unknown) {
    super(`The database ${database} ${texts[trouble]}.`, { cause })
    this.name = 'StoreError'
    this.trouble = trouble
  }
}
