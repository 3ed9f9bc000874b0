import type { Engine, Transaction } from '../../store/engine.ts'
import { forgetAllKeys } from '../../store/queries/idempotency.ts'
import { lockEventExclusive } from '../../store/queries/locks.ts'
import { allTenants } from '../../store/queries/tenants.ts'
import { type ExportableTable, type ExportRow, exportableTables } from '../../store/queries/transfer.ts'
import { pagesOf } from '../../transfer/export/keyset-pages.ts'

/** The name of the snapshot that a sandbox takes when it starts. */
export const startName = 'start'

/** The most snapshots of a client. */
export const maxSnapshots = 20

/** The events of a client at one moment: rows of tables, in the order in which they can be put back. */
export interface Snapshot {
  readonly name: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly takenAt: number
  readonly rows: number
  readonly tables: readonly (readonly [table: ExportableTable, rows: readonly ExportRow[]])[]
}

/** Who signs in stays: keys and apps are no part of it. */
const kept = exportableTables.filter(({ table }) => table !== 'api_key' && table !== 'app')

/** How many rows are under way at once. */
const atOnce = 256

/** The snapshots of every client, in memory: they last as long as the sandbox. */
export class Snapshots {
  readonly #engine: Engine
  readonly #now: () => number
  readonly #clients = new Map<number, Map<string, Snapshot>>()
  /** Resolves when the last snapshot of a client that was requested is taken. */
  readonly #taking = new Map<number, Promise<void>>()

  private constructor(engine: Engine, now: () => number) {
    this.#engine = engine
    this.#now = now
  }

  /** With a snapshot of every client as it is now. @param now the real time */
  static async start(engine: Engine, now: () => number): Promise<Snapshots> {
    const snapshots = new Snapshots(engine, now)
    for (const { id } of await engine.all(allTenants, {})) await snapshots.take(id, startName)
    return snapshots
  }

  /** Those of a client, the oldest first. */
  of(client: number): Snapshot[] {
    return [...(this.#clients.get(client)?.values() ?? [])]
  }

  find(client: number, name: string): Snapshot | undefined {
    const found = this.#clients.get(client)?.get(name)
    // A client that was added since had no events when the sandbox started.
    return found ?? (name === startName ? { name, takenAt: 0, rows: 0, tables: [] } : undefined)
  }

  /**
   * Takes a snapshot, in place of one of the same name; one at a time of each client, so that the limit holds.
   * @returns false where the client has {@link maxSnapshots} others
   * @throws StoreError
   */
  take(client: number, name: string): Promise<boolean> {
    const before = this.#taking.get(client) ?? Promise.resolve()
    const taken = before.then(() => this.#takeNow(client, name))
    const settled = taken.then(
      () => {},
      () => {},
    )
    this.#taking.set(client, settled)
    return taken.finally(() => this.#taking.get(client) === settled && this.#taking.delete(client))
  }

  async #takeNow(client: number, name: string): Promise<boolean> {
    const others = this.of(client).filter((snapshot) => snapshot.name !== name)
    if (others.length >= maxSnapshots) return false
    const tables = await this.#engine.write(async (transaction) => {
      await lockEvents(transaction, client)
      const found: (readonly [ExportableTable, readonly ExportRow[]])[] = []
      for (const movable of kept) {
        const rows: ExportRow[] = []
        for await (const part of pagesOf(transaction, movable.table, client)) rows.push(...part)
        found.push([movable, rows])
      }
      return found
    })
    const rows = tables.reduce((sum, [, list]) => sum + list.length, 0)
    const ofClient = this.#clients.get(client) ?? new Map<string, Snapshot>()
    this.#clients.set(client, ofClient)
    ofClient.delete(name)
    ofClient.set(name, { name, takenAt: this.#now(), rows, tables })
    return true
  }

  /** @returns whether there was one of that name */
  forget(client: number, name: string): boolean {
    return this.#clients.get(client)?.delete(name) ?? false
  }

  /** Puts the events of a client back: all of it, or nothing. What was kept of repeated calls is forgotten. @throws StoreError */
  async restore(client: number, { tables }: Snapshot): Promise<void> {
    await this.#engine.write(async (transaction) => {
      await lockEvents(transaction, client)
      await transaction.run(forgetAllKeys, { client })
      for (const { clear } of kept.toReversed()) await transaction.run(clear, { client })
      for (const [{ insert }, rows] of tables) {
        for (let i = 0; i < rows.length; i += atOnce) {
          await Promise.all(rows.slice(i, i + atOnce).map((row) => transaction.run(insert, { ...row, client })))
        }
      }
      await transaction.refreshStatistics()
    })
  }
}

/** While its events are locked nobody changes what is in them. */
async function lockEvents(transaction: Transaction, client: number): Promise<void> {
  for await (const part of pagesOf(transaction, 'event', client)) {
    for (const { id } of part) await transaction.lock(lockEventExclusive, { client, event: id })
  }
}
