import { fileIdentity } from '../../files/same-file.ts'
import { StoreError } from '../errors.ts'

/** How often reads check the file; writes always do. */
const checkIntervalMs = 100

/**
 * Notices that the file of an open database was deleted or replaced. SQLite would go on with the old file, and everything
 * written to it would be lost with the process.
 */
export class OpenFileCheck {
  readonly #path: string
  readonly #identity: string | null
  #checkedAt = Number.NEGATIVE_INFINITY

  /** @param path of a database that was just opened */
  constructor(path: string) {
    this.#path = path
    this.#identity = fileIdentity(path)
  }

  /** Checks the file. @throws StoreError `missing` */
  check(): void {
    if (fileIdentity(this.#path) !== this.#identity) throw new StoreError('missing', `sqlite:${this.#path}`)
    this.#checkedAt = performance.now()
  }

  /** Checks the file, unless it was checked within {@link checkIntervalMs}. @throws StoreError `missing` */
  checkAtIntervals(): void {
    if (performance.now() - this.#checkedAt >= checkIntervalMs) this.check()
  }
}
