import { failingCallbacks, guardCallback } from '../../runtime/guard.ts'
import type { Reader } from '../../store/engine.ts'
import { StoreError, type StoreErrorCode } from '../../store/errors.ts'
import { tenantById } from '../../store/queries/tenants.ts'

/** How long the database may take to answer a query for one row, in milliseconds. */
const queryTimeoutMs = 2_000

/** How long a server is not ready after the disk was full, in milliseconds; then it is tried again. */
const fullDiskMs = 5_000

/** Whether the database answers, in time. */
export async function canRead(reader: Reader): Promise<boolean> {
  return (await readFailure(reader)) === null
}

/** Why a query for one row fails: a code, or `timeout`; null: it succeeds. */
async function readFailure(reader: Reader): Promise<StoreErrorCode | 'timeout' | null> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(
      guardCallback('readiness-timeout', () => resolve('timeout')),
      queryTimeoutMs,
    )
  })
  const query = async () => {
    // No client has this number: the query uses the key and finds no row.
    await reader.first(tenantById, { client: 0 })
    return null
  }
  try {
    return await Promise.race([query(), timeout])
  } catch (error) {
    return error instanceof StoreError ? error.code : 'failed'
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Whether a server can do its work, judged by the failures of its calls and by a query. A damaged database stays reported
 * until the server is started again: somebody has to restore it.
 */
export class Readiness {
  readonly #reader: Reader
  #asked: Promise<string | null> | null = null
  #isDamaged = false
  #fullAt: number | null = null
  #fail: (error: StoreError) => void = () => {}
  /** Rejects with the error after which the server cannot go on: the database is missing, or nothing in it can be read. */
  readonly failed = new Promise<never>((_resolve, reject) => {
    this.#fail = reject
  })

  constructor(reader: Reader) {
    this.#reader = reader
    // Whoever runs the server awaits it; where nobody does, it must not end the process.
    this.failed.catch(() => undefined)
  }

  /** Takes note of a failure of the database. */
  async report(error: unknown): Promise<void> {
    if (!(error instanceof StoreError)) return
    if (error.code === 'full') this.#fullAt = performance.now()
    if (error.code === 'missing') this.#fail(error)
    if (error.code !== 'damaged' || this.#isDamaged) return
    this.#isDamaged = true
    if ((await readFailure(this.#reader)) === 'damaged') this.#fail(error)
  }

  /** Returns why the server is not ready, such as `database damaged`; null: it is ready. Questions at one moment share a query. */
  reason(): Promise<string | null> {
    this.#asked ??= this.#reason().finally(() => {
      this.#asked = null
    })
    return this.#asked
  }

  async #reason(): Promise<string | null> {
    if (this.#isDamaged) return 'database damaged'
    if (this.#fullAt !== null && performance.now() - this.#fullAt < fullDiskMs) return 'database full'
    const failure = await readFailure(this.#reader)
    if (failure === 'missing') this.#fail(new StoreError('missing', 'in use'))
    if (failure !== null) return `database ${failure}`
    const [callback] = failingCallbacks()
    return callback === undefined ? null : `${callback} failing`
  }
}
