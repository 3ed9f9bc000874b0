import { expect } from 'vitest'
import type { Ended, Running, Surroundings } from '../support/program.ts'
import { startServe } from '../support/servers.ts'
import type { Service } from './load.ts'

/** A server that is stopped and started again, on a new port each time. */
export class RestartedService implements Service {
  readonly #args: readonly string[]
  readonly #around: Surroundings
  #running: Running & { readonly url: string }
  #up: Promise<void> = Promise.resolve()

  static async start(args: readonly string[], around: Surroundings = {}): Promise<RestartedService> {
    return new RestartedService(args, around, await startServe([...args], around))
  }

  private constructor(args: readonly string[], around: Surroundings, running: Running & { readonly url: string }) {
    this.#args = args
    this.#around = around
    this.#running = running
  }

  get child(): Running['child'] {
    return this.#running.child
  }

  url(): string {
    return this.#running.url
  }

  whenUp(): Promise<void> {
    return this.#up
  }

  /** Ends it by a signal, does something while it is down, and starts it again. */
  restart(signal: NodeJS.Signals, meanwhile: () => Promise<void> = async () => {}): Promise<void> {
    this.#up = this.#restart(signal, meanwhile)
    return this.#up
  }

  async #restart(signal: NodeJS.Signals, meanwhile: () => Promise<void>): Promise<void> {
    expectEnd(await this.#running.stop(signal), signal)
    await meanwhile()
    this.#running = await startServe([...this.#args], this.#around)
  }

  async stop(): Promise<void> {
    expectEnd(await this.#running.stop('SIGTERM'), 'SIGTERM')
  }
}

/** A signal that can be heeded ends it in order. */
function expectEnd({ code, signal }: Ended, sent: NodeJS.Signals): void {
  if (sent === 'SIGKILL') expect(signal).toBe('SIGKILL')
  else expect({ code, signal }).toEqual({ code: 0, signal: null })
}

/** Several servers at once, of which each call goes to the next. */
export class ServiceOfMany implements Service {
  readonly members: readonly RestartedService[]
  #next = 0

  constructor(members: readonly RestartedService[]) {
    this.members = members
  }

  url(): string {
    this.#next = (this.#next + 1) % this.members.length
    return this.members[this.#next]?.url() ?? ''
  }

  async whenUp(): Promise<void> {
    await Promise.race(this.members.map((member) => member.whenUp()))
  }

  async stop(): Promise<void> {
    for (const member of this.members) await member.stop()
  }
}
