import type { Transaction } from '../engine.ts'
import { StoreError } from '../errors.ts'
import { type Connection, guarded } from './connection.ts'

/** The most works that share one commit. */
const groupSize = 256

interface Work {
  /** Runs it; answers how to tell its caller the end, once that end is certain. */
  run(transaction: Transaction): Promise<() => void>
  refuse(error: unknown): void
}

/**
 * Commits in groups: the works waiting at one moment share one transaction and its one wait for the disk, each in a
 * savepoint of its own, and each is answered only after the commit.
 */
export class GroupCommit {
  readonly #connection: Connection
  readonly #path: string
  #waiting: Work[] = []
  #running: Promise<void> | null = null
  #closed = false

  constructor(connection: Connection, path: string) {
    this.#connection = connection
    this.#path = path
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
    })
  }

  /** Refuses further works, and ends when those submitted have. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#running
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      // After the input that has arrived is read, so that its requests join the group.
      await new Promise<void>((resolve) => setImmediate(resolve))
      const group = this.#waiting.splice(0, groupSize)
      await this.#commit(group)
    }
    this.#running = null
  }

  async #commit(group: readonly Work[]): Promise<void> {
    const { raw } = this.#connection
    const ends: (() => void)[] = []
    try {
      guarded(this.#path, () => raw.exec('begin immediate'))
      for (const work of group) ends.push(await this.#step(work))
      guarded(this.#path, () => raw.exec('commit'))
    } catch (error) {
      if (raw.inTransaction) raw.exec('rollback')
      for (const work of group) work.refuse(error)
      return
    }
    for (const end of ends) end()
  }

  /** One work in its savepoint. Throws only where the whole transaction is lost. */
  async #step(work: Work): Promise<() => void> {
    const { raw } = this.#connection
    const transaction = new Savepoint(this.#connection, this.#path)
    try {
      const end = await work.run(transaction)
      if (transaction.written) guarded(this.#path, () => raw.exec('release work'))
      return end
    } catch (error) {
      // SQLite ends the transaction by itself after some errors, such as a full disk.
      if (!raw.inTransaction) throw error
      if (transaction.written) raw.exec('rollback to work; release work')
      return () => work.refuse(error)
    } finally {
      transaction.ended = true
    }
  }
}

/** A savepoint that is set at the first write: a work that only reads, being refused, costs none. */
class Savepoint implements Transaction {
  readonly #connection: Connection
  readonly #path: string
  written = false
  ended = false
  readonly all: Transaction['all']
  readonly first: Transaction['first']

  constructor(connection: Connection, path: string) {
    this.#connection = connection
    this.#path = path
    this.all = connection.all.bind(connection)
    this.first = connection.first.bind(connection)
  }

  readonly run: Transaction['run'] = (statement, args) => {
    const { raw } = this.#connection
    // A write of a work that is over, or that went on after its transaction was lost, would be kept by itself.
    if (this.ended || !raw.inTransaction) throw new StoreError('failed', `sqlite:${this.#path}`)
    if (!this.written) {
      guarded(this.#path, () => raw.exec('savepoint work'))
      this.written = true
    }
    return this.#connection.run(statement, args)
  }
}
