import { sqliteDialect } from './sqlite/dialect.ts'
import type { Statement } from './statement.ts'

/** A part of a table: the rows of one event, of one client, or all. */
export interface TableScope {
  readonly table: string
  readonly client: number | null
  readonly event: number | null
}

/** The parts of tables that a statement reads, or those that it changes, by what its arguments say of client and event. */
export function scopesOf<Args>(statement: Statement<Args, unknown>, args: Args): TableScope[] {
  const { client, event } = scopeOf(args)
  return tablesOf(statement).map((table) => ({ table, client, event }))
}

const known: (readonly string[] | undefined)[] = []

function tablesOf<Args>(statement: Statement<Args, unknown>): readonly string[] {
  // The engines write differently, but of the same tables.
  const tables = known[statement.id] ?? statement.tables(sqliteDialect)
  known[statement.id] = tables
  return tables
}

/** What a statement is about, as far as its arguments say. */
export interface Scope {
  readonly client: number | null
  readonly event: number | null
}

/** Returns the client and the event that the arguments of a statement name. */
export function scopeOf(args: unknown): Scope {
  if (typeof args !== 'object' || args === null) return { client: null, event: null }
  const client = 'client' in args && typeof args.client === 'number' ? args.client : null
  const event = client !== null && 'event' in args && typeof args.event === 'number' ? args.event : null
  return { client, event }
}

/** When the rows of one client, or all, last changed; a change of unknown extent counts for all within. */
interface Age {
  /** The last change of anything within. */
  any: number
  /** The last change that may have been of everything within. */
  all: number
}

interface ClientAge extends Age {
  readonly events: Map<number, number>
}

interface TableAge extends Age {
  readonly clients: Map<number, ClientAge>
}

/** Remembers when which part of which table last changed, by a count that goes up with each change. */
export class ChangeLog {
  #count = 0
  readonly #tables = new Map<string, TableAge>()

  /** Now: what is read from here on sees every change that was noted before. */
  get count(): number {
    return this.#count
  }

  /** Notes changes that are committed. */
  note(parts: readonly TableScope[]): void {
    if (parts.length === 0) return
    const now = ++this.#count
    for (const { table, client, event } of parts) {
      const ofTable = found(this.#tables, table, () => ({ any: 0, all: 0, clients: new Map() }))
      ofTable.any = now
      if (client === null) ofTable.all = now
      else {
        const ofClient = found(ofTable.clients, client, () => ({ any: 0, all: 0, events: new Map() }))
        ofClient.any = now
        if (event === null) ofClient.all = now
        else ofClient.events.set(event, now)
      }
    }
  }

  /** Whether any of the parts changed after the count was `since`. */
  isChanged(parts: readonly TableScope[], since: number): boolean {
    return parts.some((part) => this.#lastChange(part) > since)
  }

  #lastChange({ table, client, event }: TableScope): number {
    const ofTable = this.#tables.get(table)
    if (!ofTable) return 0
    if (client === null) return ofTable.any
    const ofClient = ofTable.clients.get(client)
    if (!ofClient) return ofTable.all
    if (event === null) return Math.max(ofTable.all, ofClient.any)
    return Math.max(ofTable.all, ofClient.all, ofClient.events.get(event) ?? 0)
  }
}

function found<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
