import type { FieldSource } from '../protocol/host/bind.ts'
import type { RuleAsked } from '../services/rules-asked.ts'

type Header = readonly [name: string, value: string]

/** A call as it is kept: nothing in it signs in. */
export interface KeptCall {
  readonly id: number
  readonly at: number
  readonly milliseconds: number
  readonly requestId: string
  /** The client that it is of: the caller's, or the one that its address names. Null: it is of none. */
  readonly client: number | null
  readonly verb: string
  /** Where it was sent to: `http://127.0.0.1:8080`, and the rest of the address. */
  readonly origin: string
  readonly url: string
  readonly operation: string | null
  readonly principal: string | null
  readonly address: string
  readonly requestType: string | null
  readonly answerType: string | null
  /** Null: the connection was cut. */
  readonly status: number | null
  readonly code: string | null
  readonly fault: number | null
  readonly fromConsole: boolean
  readonly lost: readonly string[]
  readonly requestHeaders: readonly Header[]
  readonly requestBody: string
  readonly fields: readonly { readonly name: string; readonly source: FieldSource; readonly value: string }[]
  readonly ignored: readonly string[]
  readonly rules: readonly RuleAsked[]
  readonly answerHeaders: readonly Header[]
  readonly answerBody: string
  readonly curl: string
}

/** What the sandbox itself knows of a call, beside what was seen of it. */
export interface CallMarks {
  readonly fault: number | null
  readonly rules: readonly RuleAsked[]
}

/** The most calls that are kept, and about how much memory they may take, in bytes. */
const [mostCalls, mostBytes] = [2_000, 67_108_864]

/** The last calls, the oldest of which make room for new ones. */
export class KeptCalls {
  #calls: KeptCall[] = []
  #bytes = 0
  #last = 0
  /** The last call that a client had forgotten. */
  readonly #forgotten = new Map<number, number>()

  keep(make: (id: number) => KeptCall): void {
    const call = make(++this.#last)
    this.#calls.push(call)
    this.#bytes += sizeOf(call)
    let gone = 0
    while (this.#calls.length - gone > mostCalls || this.#bytes > mostBytes) {
      const oldest = this.#calls[gone]
      if (!oldest) break
      this.#bytes -= sizeOf(oldest)
      gone++
    }
    if (gone > 0) this.#calls.splice(0, gone)
  }

  /** Those that a client may see, the newest first: its own, and those of no client. */
  of(client: number): KeptCall[] {
    return this.#calls.filter((call) => this.#isShown(call, client)).reverse()
  }

  find(client: number, id: number): KeptCall | undefined {
    return this.#calls.find((call) => call.id === id && this.#isShown(call, client))
  }

  /** Those of no client are no longer shown to this one; others may still look at them. */
  forget(client: number): void {
    this.#forgotten.set(client, this.#last)
    this.#calls = this.#calls.filter((call) => call.client !== client)
    this.#bytes = this.#calls.reduce((sum, call) => sum + sizeOf(call), 0)
  }

  #isShown(call: KeptCall, client: number): boolean {
    const isOurs = call.client === client || call.client === null
    return isOurs && call.id > (this.#forgotten.get(client) ?? 0)
  }
}

/** About, in bytes: what it holds besides its texts is small. */
function sizeOf(call: KeptCall): number {
  const { requestBody, answerBody, url, curl, fields, ignored, lost, rules, requestHeaders, answerHeaders } = call
  const texts = [
    ...[requestBody, answerBody, url, curl, ...ignored, ...lost],
    ...fields.map(({ value }) => value),
    ...[...requestHeaders, ...answerHeaders].flat(),
  ]
  return 2_000 + 100 * rules.length + 2 * texts.reduce((sum, text) => sum + text.length, 0)
}
