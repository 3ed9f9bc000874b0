import type { Engine, Transaction } from './engine.ts'

/**
 * An engine whose works are part of a transaction that is under way, so that what uses an engine can be made one step
 * with something else. It reads what the transaction wrote.
 */
export class NestedEngine implements Engine {
  readonly changeNotifier: Engine['changeNotifier']
  readonly all: Engine['all']
  readonly first: Engine['first']
  readonly #transaction: Transaction
  #threw = false

  constructor(transaction: Transaction, { changeNotifier: elsewhere }: Engine) {
    this.changeNotifier = elsewhere
    this.#transaction = transaction
    this.all = transaction.all.bind(transaction)
    this.first = transaction.first.bind(transaction)
  }

  /** Whether a work threw: some of it may be done, so nothing of the transaction may be kept. */
  get threw(): boolean {
    return this.#threw
  }

  async write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    try {
      return await work(this.#transaction)
    } catch (error) {
      this.#threw = true
      throw error
    }
  }

  /** Nor is it this one's to hurry. */
  flush(): void {}

  /** The transaction is not this one's to end. */
  async close(): Promise<void> {}
}
