import type { Client, Notification } from 'pg'
import { guardCallback } from '../../runtime/guard.ts'
import type { TableScope } from '../change-log.ts'
import type { ChangeNotifier } from '../engine.ts'
import { StoreError } from '../errors.ts'
import { toStoreError } from './pg-errors.ts'

const channel = 'lectern_changes'

/** What is told in one notice, at most; PostgreSQL takes 8000 bytes. */
const mostBytes = 7_500
/** How long changes are gathered before they are told, in milliseconds. */
const gatherFor = 2
/** How long a lost connection is left before the next attempt, in milliseconds. */
const retryAfter = 1_000

/**
 * Processes of one database tell each other what they changed, by NOTIFY after the commit and on a connection of its own: in
 * the transactions it would have all commits of the database wait for each other. A process that dies in between tells
 * nothing, so that what was read is believed for a short while only.
 */
export class PostgresChangeNotifier implements ChangeNotifier {
  readonly maxStalenessMs = 2_000
  readonly #connect: () => Client
  readonly #database: string
  readonly #heard: ((parts: readonly TableScope[]) => void)[] = []
  readonly #untold = new Map<string, TableScope>()
  #client: Client | null = null
  #own = 0
  #epoch = 0
  #isUp = false
  #isReported = false
  #report: (error: unknown) => void = () => undefined
  #isClosed = false
  #telling: NodeJS.Timeout | null = null
  #retrying: NodeJS.Timeout | null = null

  /**
   * @param connect makes a client that is not connected yet, and takes queries without waiting for those before
   * @param database how the operator calls it
   */
  constructor(connect: () => Client, database: string) {
    this.#connect = connect
    this.#database = database
  }

  version(): number | null {
    return this.#isUp ? this.#epoch : null
  }

  subscribe(heard: (parts: readonly TableScope[]) => void): void {
    this.#heard.push(heard)
    if (!this.#client) void this.#open()
  }

  onFailure(report: (error: unknown) => void): void {
    this.#report = report
  }

  publish(parts: readonly TableScope[]): void {
    if (this.#heard.length === 0) return
    for (const part of parts) this.#untold.set(`${part.table} ${part.client} ${part.event}`, part)
    if (this.#untold.size > 0)
      this.#telling ??= setTimeout(
        guardCallback('publish-changes', () => this.#flush()),
        gatherFor,
      )
  }

  async close(): Promise<void> {
    this.#isClosed = true
    if (this.#retrying) clearTimeout(this.#retrying)
    if (this.#telling) clearTimeout(this.#telling)
    this.#flush()
    await this.#client?.end().catch(() => undefined)
  }

  async #open(): Promise<void> {
    const client = this.#connect()
    this.#client = client
    client.on(
      'error',
      guardCallback('client-error', (error) => this.#lost(client, error)),
    )
    client.on(
      'end',
      guardCallback('client-end', () => this.#lost(client, new StoreError('unreachable', this.#database))),
    )
    client.on(
      'notification',
      guardCallback('client-notification', (notice) => this.#hear(notice)),
    )
    try {
      await client.connect()
      const { rows } = await client.query<{ pid: number }>(`select pg_backend_pid() as pid`)
      this.#own = rows[0]?.pid ?? 0
      await client.query(`listen ${channel}`)
      // What others changed while nothing was heard is not known.
      this.#epoch++
      this.#isUp = true
      this.#isReported = false
    } catch (error) {
      this.#lost(client, error)
    }
  }

  #lost(client: Client, error: unknown): void {
    if (client !== this.#client) return
    this.#reportOnce(error)
    this.#isUp = false
    this.#client = null
    client.end().catch(() => undefined)
    if (this.#isClosed || this.#retrying) return
    this.#retrying = setTimeout(
      guardCallback('reconnect-listener', () => {
        this.#retrying = null
        return this.#open()
      }),
      retryAfter,
    )
    this.#retrying.unref()
  }

  #flush(): void {
    this.#telling = null
    const parts = [...this.#untold.values()]
    this.#untold.clear()
    if (!this.#client || !this.#isUp) return
    for (const text of textsOf(parts)) {
      this.#client.query(`select pg_notify('${channel}', $1)`, [text]).then(
        () => {
          this.#isReported = false
        },
        (error) => this.#reportOnce(error),
      )
    }
  }

  /** Reports the first failure, and no other before changes are published and received again. */
  #reportOnce(error: unknown): void {
    if (this.#isReported || this.#isClosed) return
    this.#isReported = true
    this.#report(toStoreError(this.#database, error))
  }

  #hear({ processId, payload }: Notification): void {
    if (processId === this.#own) return
    const parts = partsIn(payload ?? '')
    // A newer version may tell in another way: then anything may have changed.
    if (parts === null) this.#epoch++
    else for (const heard of this.#heard) heard(parts)
  }
}

/** Texts of at most so many bytes that tell of all parts. */
function textsOf(parts: readonly TableScope[]): string[] {
  const texts: string[] = []
  let lines: string[] = []
  let bytes = 2
  for (const { table, client, event } of parts) {
    const line = JSON.stringify([table, client, event])
    if (bytes + line.length + 1 > mostBytes) {
      texts.push(`[${lines}]`)
      lines = []
      bytes = 2
    }
    lines.push(line)
    bytes += line.length + 1
  }
  return lines.length > 0 ? [...texts, `[${lines}]`] : texts
}

function partsIn(text: string): TableScope[] | null {
  const parsed = parsedOrNull(text)
  if (!Array.isArray(parsed)) return null
  const parts = parsed.flatMap((line) => partOf(line) ?? [])
  return parts.length === parsed.length ? parts : null
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function partOf(line: unknown): TableScope | null {
  if (!Array.isArray(line)) return null
  const [table, client, event]: unknown[] = line
  if (typeof table !== 'string' || !isNumberOrNull(client) || !isNumberOrNull(event)) return null
  return { table, client, event }
}

function isNumberOrNull(value: unknown): value is number | null {
  return value === null || Number.isInteger(value)
}
