import { Failure, fail, type Reason } from '../schema/failure.ts'
import { formatErrors } from './codec.ts'

/** More reasons than this are not listed: they would only make the answer long. */
const maxReasons = 100
const maxShown = 60

/** What is wrong with the values of one document; readers note each and read on. */
export class Problems {
  /** How many were noted, the ones past the limit too. */
  count = 0
  readonly #reasons: Reason[] = []
  readonly #sent: WeakMap<object, Set<string>> | null

  /** @param sent where the names of the fields that each object has are noted, if anybody asks for them */
  constructor(sent: WeakMap<object, Set<string>> | null = null) {
    this.#sent = sent
  }

  /** The set that the names of an object's fields go into as they are read; undefined when nobody asks for them. */
  sentOf(value: object): Set<string> | undefined {
    if (this.#sent === null) return undefined
    const names = new Set<string>()
    this.#sent.set(value, names)
    return names
  }

  /** Notes a value that is not what its place wants. Answers undefined, as readers do for a value that is not there. */
  add(expected: string, found: string): undefined {
    const { code, text } = formatErrors.InvalidValue
    return this.note({ code, message: text(expected, found) })
  }

  note(reason: Reason): undefined {
    this.count++
    if (this.#reasons.length < maxReasons) this.#reasons.push(reason)
  }

  /** Says that the problems noted since the count was `since` lie within `step`: a field's name, `[2]`, or a key. */
  within(step: string, since: number): void {
    for (let i = since; i < this.#reasons.length; i++) {
      const reason = this.#reasons[i]
      if (reason) this.#reasons[i] = { ...reason, field: joined(step, reason.field) }
    }
  }

  get reasons(): readonly Reason[] {
    return this.#reasons
  }

  /** All of it as one failure, whose code and text are those of its first reason. */
  failure(): Failure {
    const { code, status } = formatErrors.InvalidValue
    return new Failure({ code, status, message: this.#reasons[0]?.message ?? '', reasons: this.#reasons })
  }
}

function joined(step: string, rest: string | undefined): string {
  if (rest === undefined) return step
  return rest.startsWith('[') ? step + rest : `${step}.${rest}`
}

/** A found text as a message shows it: in quotes, on one line, and never long. */
export function shown(text: string): string {
  return JSON.stringify(text.length > maxShown ? `${text.slice(0, maxShown)}…` : text)
}

/** A document that breaks its format's syntax, at an offset of its text. Thrown inside readers, caught by their codec. */
export class SyntaxProblem extends Error {
  readonly at: number

  constructor(problem: string, at: number) {
    super(problem)
    this.at = at
  }
}

/** The failure of a document whose reader threw; what is no {@link SyntaxProblem} is a defect and is thrown on. */
export function refusal(thrown: unknown, text: string): Failure {
  if (!(thrown instanceof SyntaxProblem)) throw thrown
  let line = 1
  let start = 0
  for (let next = text.indexOf('\n'); next !== -1 && next < thrown.at; next = text.indexOf('\n', start)) {
    line++
    start = next + 1
  }
  return fail(formatErrors.SerializationException, thrown.message, line, thrown.at - start + 1)
}

/** What `read` answers; a problem with the syntax of `text` is noted like any other, for a text that is only one value. */
export function noting<T>(problems: Problems, text: string, read: () => T): T | undefined {
  try {
    return read()
  } catch (thrown) {
    const { code, message } = refusal(thrown, text)
    return problems.note({ code, message })
  }
}
