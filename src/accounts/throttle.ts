import { isIPv6 } from 'node:net'
import { accessErrors, type Origin } from '../protocol/schema/access.ts'
import { type Failure, failFor } from '../protocol/schema/failure.ts'
import type { Engine } from '../store/engine.ts'
import { countFailure, failuresOf, forgetFailures, forgetOldFailures } from '../store/queries/failed-sign-ins.ts'
import { clientOf, fingerprint } from './secrets.ts'

/** How failures are answered: so many are free, then each makes the wait twice as long, up to the longest. */
interface Patience {
  readonly free: number
  /** In milliseconds. */
  readonly longest: number
}

/** A name is not locked for long: whoever knows it could keep its owner out. */
const ofName: Patience = { free: 5, longest: 60_000 }
/** Many callers may share an address. */
const ofAddress: Patience = { free: 20, longest: 900_000 }
const shortest = 1_000
/** Failures are forgotten after so long without another one, in milliseconds. */
const memory = 3_600_000

/** Under what failures are counted. Names that were tried are stored as fingerprints: some are secrets in the wrong place. */
interface Subject {
  readonly client: number
  readonly subject: string
}

/**
 * Slows down whoever tries secrets: by the name that is tried, known or not, and by the address that tries. It is kept in
 * the database, so that all processes count together.
 */
export class Throttle {
  readonly #engine: Engine
  readonly #now: () => number

  constructor(engine: Engine, now: () => number) {
    this.#engine = engine
    this.#now = now
  }

  /**
   * Looks at a secret, unless too many failed lately.
   * @param name of the key or app
   * @param check what it names; null where it is wrong, which is counted
   * @returns null as well, or AccountLockedOut, whether the secret is right or not
   */
  async watched<T>(name: string, { address }: Origin, check: () => Promise<T | null>): Promise<T | null | Failure> {
    const named = { client: clientOf(name) ?? 0, subject: fingerprint(`name ${name}`) }
    const from = { client: 0, subject: fingerprint(`address ${networkOf(address)}`) }
    const [ofThisName, ofThisAddress] = await Promise.all([this.#wait(named, ofName), this.#wait(from, ofAddress)])
    const wait = Math.max(ofThisName.wait, ofThisAddress.wait)
    if (wait > 0) {
      const seconds = Math.ceil(wait / 1000)
      return failFor(seconds, accessErrors.AccountLockedOut, seconds)
    }
    const found = await check()
    if (found === null) await this.#count([named, from])
    else if (ofThisName.failures > 0) {
      await this.#engine.write(async (transaction) => transaction.run(forgetFailures, named))
    }
    return found
  }

  async #wait(subject: Subject, { free, longest }: Patience): Promise<{ failures: number; wait: number }> {
    const found = await this.#engine.first(failuresOf, subject)
    if (!found) return { failures: 0, wait: 0 }
    const { failures, last_at: lastAt } = found
    const delay = failures < free ? 0 : Math.min(shortest * 2 ** (failures - free), longest)
    // A clock that was put back locks nobody for longer.
    return { failures, wait: Math.min(lastAt + delay - this.#now(), delay) }
  }

  async #count(subjects: readonly Subject[]): Promise<void> {
    const at = this.#now()
    const before = at - memory
    await this.#engine.write(async (transaction) => {
      for (const { client } of subjects) await transaction.run(forgetOldFailures, { client, before })
      for (const subject of subjects) await transaction.run(countFailure, { ...subject, at, before })
    })
  }
}

/** What of an address is one caller's: of IPv6, whose callers have whole networks, the first half. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length)
  return [...groups, ...Array<string>(Math.max(missing, 0)).fill('0')].slice(0, 4).join(':')
}
