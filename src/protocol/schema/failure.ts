/** One reason of a failure: an entry of `ResponseStatus.Errors`. */
export interface Reason {
  readonly code: string
  readonly message: string
  /** The field it is about, as the caller wrote it: `SessionIds[2]`. */
  readonly field?: string
  readonly meta?: Readonly<Record<string, string>>
}

/**
 * A call that was refused: a value, not an exception. The code, the HTTP status and the text of each come from a
 * {@link catalogue}, never from the place that refuses.
 */
export class Failure {
  readonly code: string
  readonly status: number
  readonly message: string
  readonly reasons: readonly Reason[]
  /** Seconds after which a repeat makes sense (Retry-After). */
  readonly retryAfter: number | undefined
  /** What else is told of the failure as a whole: `ResponseStatus.Meta`. */
  readonly meta: Readonly<Record<string, string>> | undefined
  /** Members of the answer besides ResponseStatus, where the operation answers a refusal with more. */
  readonly answer: Readonly<Record<string, unknown>> | undefined

  constructor(said: {
    code: string
    status: number
    message: string
    reasons?: readonly Reason[]
    retryAfter?: number
    meta?: Readonly<Record<string, string>>
    answer?: Readonly<Record<string, unknown>>
  }) {
    this.code = said.code
    this.status = said.status
    this.message = said.message
    this.reasons = said.reasons ?? []
    this.retryAfter = said.retryAfter
    this.meta = said.meta
    this.answer = said.answer
  }
}

/** An entry of a catalogue: the HTTP status of a code, and its text, made of what the refusing place knows. */
export interface Entry<Facts extends unknown[]> {
  readonly code: string
  readonly status: number
  readonly text: (...facts: Facts) => string
}
type Entries = { readonly [code: string]: readonly [status: number, text: (...facts: never[]) => string] }
type FactsOf<T> = T extends readonly [number, (...facts: infer Facts) => string] ? Facts : never

/** The codes, statuses and texts of one part of the system, in one place. */
export function catalogue<const E extends Entries>(
  entries: E,
): { readonly [Code in keyof E]: Entry<FactsOf<E[Code]>> } {
  const built = Object.entries(entries).map(([code, [status, text]]) => [code, { code, status, text }])
  return Object.fromEntries(built)
}

/** A failure of one reason, whose text is the failure's own. */
export function fail<Facts extends unknown[]>(entry: Entry<Facts>, ...facts: Facts): Failure {
  return new Failure({ code: entry.code, status: entry.status, message: entry.text(...facts) })
}

/** As {@link fail}, of what makes sense to be tried again after so many seconds. */
export function failFor<Facts extends unknown[]>(seconds: number, entry: Entry<Facts>, ...facts: Facts): Failure {
  const { code, status } = entry
  return new Failure({ code, status, message: entry.text(...facts), retryAfter: seconds })
}

/** As {@link fail}, about one field of the request. */
export function failField<Facts extends unknown[]>(field: string, entry: Entry<Facts>, ...facts: Facts): Failure {
  const { code, status } = entry
  const message = entry.text(...facts)
  return new Failure({ code, status, message, reasons: [{ code, message, field }] })
}
