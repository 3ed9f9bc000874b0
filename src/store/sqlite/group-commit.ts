import { runGuarded } from '../../runtime/guard.ts'
import type { Transaction } from '../engine.ts'
import { StoreError } from '../errors.ts'
import { hasCommitListener, recordCommit } from '../store-metrics.ts'
import { type Connection, mapSqliteErrors } from './connection.ts'
import type { OpenFileCheck } from './open-file-check.ts'

/** The most works that share one commit. */
const maxGroupSize = 256
/** So many are not kept waiting for more. */
const immediateGroupSize = 128

interface PendingTransaction {
  /** Runs it; answers how to tell its caller the end, once that end is certain. */
  run(transaction: Transaction): Promise<() => void>
  refuse(error: unknown): void
}

/**
 * Commits in groups: the works waiting at one moment share one transaction and its one wait for the disk, and each is
 * answered only after the commit. Works seldom throw, so the group runs without savepoints first; when one throws,
 * nothing is kept of that run, and the group runs again, each work in a savepoint of its own.
 */
export class GroupCommit {
  readonly #connection: Connection
  readonly #path: string
  readonly #file: OpenFileCheck
  readonly #onCommit: () => void
  #waiting: PendingTransaction[] = []
  #running: Promise<void> | null = null
  #closed = false
  #begin: () => void = () => undefined

  /** @param onCommit called after each commit, before its works are answered */
  constructor(connection: Connection, path: string, file: OpenFileCheck, onCommit: () => void) {
    this.#connection = connection
    this.#path = path
    this.#file = file
    this.#onCommit = onCommit
  }

  submit<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#closed) return reject(new StoreError('closed', `sqlite:${this.#path}`))
      this.#waiting.push({
        run: async (transaction) => {
          const value = await work(transaction)
          return () => resolve(value)
        },
        refuse: reject,
      })
      this.#running ??= this.#drain()
      if (this.#waiting.length === immediateGroupSize) this.#begin()
    })
  }

  /** Waits for no more works to join those that wait. */
  hurry(): void {
    if (this.#waiting.length > 0) this.#begin()
  }

  /** Refuses further works, and ends when those submitted have. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#running
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#gathered()
      const group = this.#waiting.splice(0, maxGroupSize)
      const began = hasCommitListener() ? performance.now() : 0
      const committed = await this.#commit(group)
      // Outside of everything that may run the group again: it is committed, whatever its observers do.
      if (committed) runGuarded('commit-observer', () => this.#notify(group.length, began))
      for (const end of committed ?? []) end()
    }
    this.#running = null
  }

  /**
   * Waits until the input that has arrived is read, so that its requests join the group; but no longer than until the group is
   * full: where callers never stop to send, the end of the input may be seconds away.
   */
  #gathered(): Promise<void> {
    return new Promise((resolve) => {
      this.#begin = resolve
      if (this.#waiting.length >= immediateGroupSize) resolve()
      else setImmediate(resolve)
    })
  }

  /** Returns how to answer each work once the group is committed, or undefined where nothing was and all were refused. */
  async #commit(group: readonly PendingTransaction[]): Promise<(() => void)[] | undefined> {
    // By itself a work is run only once, whether it throws or not.
    return (group.length > 1 && (await this.#together(group))) || this.#apart(group)
  }

  #notify(works: number, began: number): void {
    this.#onCommit()
    if (began > 0) recordCommit({ transactions: works, seconds: (performance.now() - began) / 1_000 })
  }

  /** All works of the group in one transaction, or undefined when one threw and nothing was kept. */
  async #together(group: readonly PendingTransaction[]): Promise<(() => void)[] | undefined> {
    try {
      return await this.#inTransaction(group, (work) => this.#attempt(work))
    } catch {
      // What was thrown is thrown again when the work runs by itself.
      return undefined
    }
  }

  /** As {@link #together}, but the changes of a work that throws are undone, and only those. */
  async #apart(group: readonly PendingTransaction[]): Promise<(() => void)[] | undefined> {
    try {
      return await this.#inTransaction(group, (work) => this.#inSavepoint(work))
    } catch (error) {
      for (const work of group) work.refuse(error)
      return undefined
    }
  }

  async #inTransaction(
    group: readonly PendingTransaction[],
    run: (work: PendingTransaction) => Promise<() => void>,
  ): Promise<(() => void)[]> {
    const { raw } = this.#connection
    const ends: (() => void)[] = []
    try {
      this.#file.check()
      this.#execute('begin immediate')
      for (const work of group) ends.push(await run(work))
      this.#execute('commit')
    } catch (error) {
      if (raw.inTransaction) this.#execute('rollback')
      throw error
    }
    return ends
  }

  /** Throws only where the whole transaction is lost: SQLite ends it by itself after some errors, such as a full disk. */
  async #inSavepoint(work: PendingTransaction): Promise<() => void> {
    this.#execute('savepoint work')
    try {
      const end = await this.#attempt(work)
      this.#execute('release work')
      return end
    } catch (error) {
      if (!this.#connection.raw.inTransaction) throw error
      this.#execute('rollback to work')
      this.#execute('release work')
      return () => work.refuse(error)
    }
  }

  async #attempt(work: PendingTransaction): Promise<() => void> {
    const attempt = new Attempt(this.#connection, this.#path)
    try {
      return await work.run(attempt)
    } finally {
      attempt.ended = true
    }
  }

  #execute(command: string): void {
    mapSqliteErrors(this.#path, () => this.#connection.execute(command))
  }
}

/** The transaction as one run of a work sees it. */
class Attempt implements Transaction {
  readonly #connection: Connection
  readonly #path: string
  ended = false
  readonly all: Transaction['all']
  readonly first: Transaction['first']

  constructor(connection: Connection, path: string) {
    this.#connection = connection
    this.#path = path
    this.all = connection.all.bind(connection)
    this.first = connection.first.bind(connection)
  }

  /** One work is run at a time: it has the database to itself from the first. */
  readonly isRetry = true
  async lock(): Promise<void> {}

  async refreshStatistics(): Promise<void> {}

  readonly run: Transaction['run'] = (statement, args) => {
    // A write of a work that is over, or that went on after its transaction was lost, would be kept by itself.
    if (this.ended || !this.#connection.raw.inTransaction) {
      return Promise.reject(new StoreError('failed', `sqlite:${this.#path}`))
    }
    return this.#connection.run(statement, args)
  }
}
