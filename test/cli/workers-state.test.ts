import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  initialState,
  nextWakeAt,
  type SupervisorAction,
  type SupervisorEvent,
  type SupervisorState,
  transition,
} from '../../src/cli/workers/state.ts'

/** Workers as the supervisor sees them, on a clock that only the test moves. */
class Simulation {
  now = 1_000
  state: SupervisorState
  readonly messages: string[] = []
  finished: number | null = null

  constructor(size: number) {
    this.state = initialState(size)
    this.send({ type: 'tick' })
  }

  send(event: SupervisorEvent): readonly SupervisorAction[] {
    const { state, actions } = transition(this.state, event, this.now)
    this.state = state
    for (const action of actions) {
      if (action.type === 'log') this.messages.push(action.message)
      if (action.type === 'finish') this.finished = action.code
    }
    return actions
  }

  idsOf(phase: string): number[] {
    return this.state.workers.filter((worker) => worker.phase === phase).map(({ id }) => id)
  }

  get alive(): number {
    return this.idsOf('started').length + this.idsOf('ready').length
  }

  ready(id: number | undefined): void {
    if (id !== undefined) this.send({ type: 'ready', id })
  }

  kill(id: number | undefined, code: number | null = null): void {
    if (id !== undefined) this.send({ type: 'gone', id, code, signal: code === null ? 'SIGKILL' : null })
  }

  wait(ms: number): void {
    this.now += ms
    this.send({ type: 'tick' })
  }

  /** Lets everything happen that is to happen, all going well. Fails where that never ends. */
  settle(): void {
    for (let steps = 0; steps < 200; steps++) {
      const [started] = this.idsOf('started')
      const [draining] = this.idsOf('draining')
      const wakeAt = nextWakeAt(this.state, this.now)
      if (draining !== undefined) this.kill(draining, 0)
      else if (started !== undefined) this.ready(started)
      else if (wakeAt !== null) this.wait(wakeAt - this.now)
      else return
    }
    expect.fail('the workers never settle')
  }
}

function running(size: number): Simulation {
  const simulation = new Simulation(size)
  simulation.settle()
  simulation.wait(60_000)
  return simulation
}

const unreachable = 3
const inUse = 4

describe('the supervision of workers', () => {
  test('starts one worker first and the others once it is ready, then announces all', () => {
    const simulation = new Simulation(3)
    expect(simulation.idsOf('started')).toEqual([1])
    simulation.ready(1)
    expect(simulation.idsOf('started')).toEqual([2, 3])
    simulation.ready(2)
    expect(simulation.send({ type: 'ready', id: 3 })).toEqual([{ type: 'announce' }])
  })

  test('ends with the exit code of the first worker where its settings are wrong', () => {
    const simulation = new Simulation(2)
    simulation.kill(1, inUse)
    expect(simulation.finished).toBe(inUse)
  })

  test('keeps the number of workers when the old worker is killed while its replacement starts', () => {
    const simulation = running(2)
    simulation.send({ type: 'reload' })
    const [replacement] = simulation.idsOf('started')
    simulation.kill(1)
    simulation.ready(replacement)
    simulation.settle()
    expect(simulation.idsOf('ready')).toHaveLength(2)
    expect(simulation.messages.at(-1)).toBe('workers replaced')
    simulation.send({ type: 'reload' })
    simulation.settle()
    expect(simulation.messages.at(-1)).toBe('workers replaced')
  })

  test('starts a replacement again that is killed while it starts', () => {
    const simulation = running(2)
    const before = simulation.idsOf('ready')
    simulation.send({ type: 'reload' })
    simulation.kill(simulation.idsOf('started')[0])
    expect(simulation.idsOf('ready')).toEqual(before)
    simulation.settle()
    expect(simulation.idsOf('ready').filter((id) => before.includes(id))).toEqual([])
    expect(simulation.alive).toBe(2)
    expect(simulation.messages.at(-1)).toBe('workers replaced')
  })

  test('ends a reload with the old workers in place where no replacement starts', () => {
    const simulation = running(2)
    const before = simulation.idsOf('ready')
    simulation.send({ type: 'reload' })
    for (let attempt = 0; attempt < 3; attempt++) {
      simulation.kill(simulation.idsOf('started')[0], unreachable)
      simulation.wait(10_000)
    }
    expect(simulation.idsOf('ready')).toEqual(before)
    expect(simulation.alive).toBe(2)
    expect(simulation.messages.at(-1)).toBe('reload failed: new workers do not start, the old ones keep serving')
    expect(nextWakeAt(simulation.state, simulation.now)).toBeNull()
  })

  test('starts workers again with growing waits for as long as the database is away, even where none is left', () => {
    const simulation = running(2)
    const waits: number[] = []
    for (const id of [1, 2]) simulation.kill(id, unreachable)
    for (let attempt = 0; attempt < 30; attempt++) {
      const wakeAt = nextWakeAt(simulation.state, simulation.now) ?? expect.fail('no start is planned')
      waits.push(wakeAt - simulation.now)
      simulation.wait(wakeAt - simulation.now)
      for (const id of simulation.idsOf('started')) simulation.kill(id, unreachable)
    }
    expect(simulation.finished).toBeNull()
    expect(waits.slice(0, 3)).toEqual([100, 200, 400])
    expect(Math.max(...waits)).toBe(10_000)
    simulation.settle()
    expect(simulation.idsOf('ready')).toHaveLength(2)
  })

  test('ends where every worker crashes and none is left', () => {
    const simulation = running(2)
    const crashed = 70
    for (let attempt = 0; simulation.finished === null && attempt < 20; attempt++) {
      for (const { id } of simulation.state.workers) simulation.kill(id, crashed)
      simulation.wait(10_000)
    }
    expect(simulation.finished).toBe(crashed)
  })

  test('kills a worker that never becomes ready, and one that never ends', () => {
    const simulation = running(1)
    simulation.send({ type: 'reload' })
    const [replacement] = simulation.idsOf('started')
    const overdue = (nextWakeAt(simulation.state, simulation.now) ?? 0) - simulation.now
    simulation.now += overdue
    expect(simulation.send({ type: 'tick' })).toContainEqual({ type: 'kill', id: replacement })
    simulation.kill(replacement)
    simulation.send({ type: 'stop' })
    simulation.now += 60_000
    expect(simulation.send({ type: 'tick' })).toContainEqual({ type: 'kill', id: 1 })
    simulation.kill(1)
    expect(simulation.finished).toBe(0)
  })

  test('has as many workers as were asked for, and ends every reload, whatever happens in whatever order', () => {
    const index = fc.nat({ max: 7 })
    const step = fc.oneof(
      fc.record({ do: fc.constant('ready' as const), index }),
      fc.record({ do: fc.constant('kill' as const), index, code: fc.constantFrom(null, 0, 1, unreachable, 70) }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 100, 1_000, 60_000, 400_000) }),
      fc.record({ do: fc.constant('reload' as const) }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 60 }), (size, steps) => {
        const simulation = new Simulation(size)
        simulation.settle()
        for (const each of steps) {
          const ids = simulation.state.workers.map(({ id }) => id)
          if (each.do === 'ready') simulation.ready(ids[each.index % ids.length])
          if (each.do === 'kill') simulation.kill(ids[each.index % ids.length], each.code)
          if (each.do === 'wait') simulation.wait(each.ms)
          if (each.do === 'reload') simulation.send({ type: 'reload' })
          if (simulation.finished !== null) return
          const mayStart = simulation.now >= simulation.state.startNotBefore
          expect(simulation.alive).toBeLessThanOrEqual(size + 1)
          if (mayStart) expect(simulation.alive).toBeGreaterThanOrEqual(size)
        }
        simulation.settle()
        expect(simulation.idsOf('ready')).toHaveLength(size)
        expect(simulation.state.workers).toHaveLength(size)
        const ofReloads = simulation.messages.filter((message) => /^(replacing|workers replaced|reload)/.test(message))
        expect(ofReloads.at(-1) ?? 'none').not.toBe('replacing workers')
      }),
      { numRuns: 500 },
    )
  })
})
