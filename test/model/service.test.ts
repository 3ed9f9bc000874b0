import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectCounters } from '../support/counters.ts'
import { type Answer, basic, call, client, event, startTestServer, type TestServer } from '../support/http-server.ts'
import { type Ending, Model, type ModelSession } from './model.ts'

/** How many histories are played; more by MODEL_RUNS. */
const numRuns = Number(process.env.MODEL_RUNS ?? 40)

const sessions: ModelSession[] = [
  { id: 1, places: 1 },
  { id: 2, places: 1, from: 9, to: 11 },
  { id: 3, places: null, from: 10, to: 12 },
  { id: 4, places: 1, group: 1 },
  { id: 5, places: null, group: 1 },
  { id: 6, places: 2, tickets: [1] },
  { id: 7, places: 2, from: 11, to: 13 },
]
const ticketHolders = [1, 2, 3]
const people = 5

/** The service that a history is played on. */
class Real {
  readonly server: TestServer

  constructor(server: TestServer) {
    this.server = server
  }

  /** Calls the service, again where a busy machine makes it shed the call unread. */
  async ask(verb: string, path: string, body?: object): Promise<Answer> {
    for (;;) {
      const answer = await call(verb, `${this.server.url}/Ams/${client}/Event/${event}/${path}`, body, {
        accept: 'application/json',
        ...basic(this.server.key),
      })
      if (answer.statusText !== 'ServerBusy') return answer
    }
  }

  /** All that can be read of it, in the model's words. */
  async state(badges: readonly number[]) {
    const list = await this.ask('GET', 'Sessions?PageSize=100')
    const registrations = await Promise.all(
      badges.map((badge) => this.ask('GET', `EventRegistrations?BadgeNumber=${badge}`)),
    )
    return {
      sessions: listIn(list.json.Sessions).map(({ SessionId, RegistrantCount, NonCanceledCount }) => ({
        id: SessionId,
        all: RegistrantCount,
        active: NonCanceledCount,
      })),
      people: registrations.map(({ status, json }, i) => {
        const [registrant] = listIn([json.Registrant])
        return {
          badge: badges[i],
          status,
          isCancelled: registrant?.Status === 'Cancelled',
          held: listIn(registrant?.Sessions).map(({ SessionId }) => Number(SessionId)),
          waits: listIn(registrant?.Waitlisted).map(({ SessionId, Position }) => ({
            id: Number(SessionId),
            position: Number(Position),
          })),
        }
      }),
    }
  }
}

/** The same of the model. */
function stateOf(model: Model, badges: readonly number[]): Awaited<ReturnType<Real['state']>> {
  return {
    // By start, those without one last, and then by number.
    sessions: [2, 3, 7, 1, 4, 5, 6].map((id) => ({
      id,
      all: model.people.filter(({ held }) => held.includes(id)).length,
      active: model.taken(id),
    })),
    people: badges.map((badge) => {
      const person = model.person(badge)
      return {
        badge,
        status: person ? 200 : 404,
        isCancelled: person?.isCancelled ?? false,
        held: (person?.held ?? []).toSorted((a, b) => a - b),
        waits: model.waits(badge),
      }
    }),
  }
}

/** A step: what the model says of it, and what the service answers. */
class Step implements fc.AsyncCommand<Model, Real> {
  readonly #told: string
  readonly #expected: (model: Model) => Ending | readonly Ending[]
  readonly #asked: (real: Real) => Promise<Answer>

  constructor(
    told: string,
    expected: (model: Model) => Ending | readonly Ending[],
    asked: (real: Real) => Promise<Answer>,
  ) {
    this.#told = told
    this.#expected = expected
    this.#asked = asked
  }

  check(): boolean {
    return true
  }

  async run(model: Model, real: Real): Promise<void> {
    const expected = this.#expected(model)
    const answer = await this.#asked(real)
    const found = 'status' in expected ? endingOf(answer) : listIn(answer.json.Results).map(endingOfResult)
    expect(found).toEqual(expected)
    const badges = Array.from({ length: people + 3 }, (_, i) => i + 1)
    expect(await real.state(badges)).toEqual(stateOf(model, badges))
  }

  toString(): string {
    return this.#told
  }
}

function endingOf({ status, json }: Answer): Ending {
  return {
    status,
    codes: listIn(json.ResponseStatus?.Errors)
      .map((error) => String(error.ErrorCode))
      .toSorted(),
  }
}

/** Of a bulk call: an item that was refused has its reasons, and no status of its own. */
function endingOfResult(result: Readonly<Record<string, unknown>>): Ending {
  const [status] = listIn([result.ResponseStatus])
  const codes = listIn(status?.Errors)
    .map((error) => String(error.ErrorCode))
    .toSorted()
  if (codes.length === 0) return { status: 200, codes }
  return { status: codes.every((code) => code === 'SessionNotFound' || code === 'NotFound') ? 404 : 409, codes }
}

function listIn(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : []
}

const badge = fc.integer({ min: 1, max: people + 1 })
// The scarce ones more often.
const ids = fc.uniqueArray(fc.constantFrom(1, 1, 2, 2, 3, 4, 4, 5, 6, 7, 7, 99), { minLength: 1, maxLength: 2 })
const force = fc.boolean()

const item = fc.record({ badge, ids, Waitlist: fc.boolean(), Remove: fc.boolean() })
const play = (model: Model, each: { badge: number; ids: number[]; Waitlist: boolean; Remove: boolean }) =>
  each.Remove ? model.remove(each.badge, each.ids) : model.assign(each.badge, each.ids, each.Waitlist)

let registered = 0
const steps = [
  fc.tuple(badge, ids, fc.boolean()).map(
    ([BadgeNumber, SessionIds, Waitlist]) =>
      new Step(
        `${BadgeNumber} asks for ${SessionIds}${Waitlist ? ' or waits' : ''}`,
        (model) => model.assign(BadgeNumber, SessionIds, Waitlist),
        (real) => real.ask('POST', 'EventRegistrationSessions', { BadgeNumber, SessionIds, Waitlist }),
      ),
  ),
  fc.tuple(badge, ids).map(
    ([BadgeNumber, SessionIds]) =>
      new Step(
        `${BadgeNumber} gives ${SessionIds} back`,
        (model) => model.remove(BadgeNumber, SessionIds),
        (real) => real.ask('DELETE', 'EventRegistrationSessions', { BadgeNumber, SessionIds }),
      ),
  ),
  badge.map(
    (BadgeNumber) =>
      new Step(
        `${BadgeNumber} cancels`,
        (model) => model.cancel(BadgeNumber),
        (real) => real.ask('PUT', 'EventRegistrations', { BadgeNumber, Registrant: { Status: 'Cancelled' } }),
      ),
  ),
  fc.tuple(badge, force).map(
    ([BadgeNumber, Force]) =>
      new Step(
        `${BadgeNumber} is restored${Force ? ' by force' : ''}`,
        (model) => model.restore(BadgeNumber, Force),
        (real) => real.ask('PUT', 'EventRegistrations', { BadgeNumber, Force, Registrant: { Status: 'Open' } }),
      ),
  ),
  fc.tuple(badge, ids).map(
    ([BadgeNumber, SessionIds]) =>
      new Step(
        `${BadgeNumber} registers, for ${SessionIds}`,
        (model) =>
          model.person(BadgeNumber)
            ? { status: 409, codes: takenCodes(model, BadgeNumber, SessionIds) }
            : model.register(BadgeNumber, SessionIds),
        (real) =>
          real.ask('POST', 'EventRegistrations', {
            RegistrationID: `new-${++registered}`,
            Registrant: {
              BadgeNumber,
              FirstName: 'New',
              Sessions: SessionIds.map((id) => ({ SessionId: String(id) })),
            },
          }),
      ),
  ),
  fc.tuple(badge, force).map(
    ([BadgeNumber, Force]) =>
      new Step(
        `${BadgeNumber} is deleted${Force ? ' by force' : ''}`,
        (model) => model.delete(BadgeNumber, Force),
        (real) => real.ask('DELETE', 'EventRegistrations', { BadgeNumber, Force }),
      ),
  ),
  fc.tuple(fc.constantFrom(1, 2, 4, 6, 7), fc.integer({ min: 1, max: 3 }), force).map(
    ([SessionId, MaxRegistrants, Force]) =>
      new Step(
        `session ${SessionId} has ${MaxRegistrants} places${Force ? ' by force' : ''}`,
        (model) => model.setPlaces(SessionId, MaxRegistrants, Force),
        (real) => real.ask('PUT', 'Sessions', { SessionId, MaxRegistrants, Force }),
      ),
  ),
  fc.tuple(fc.array(item, { minLength: 1, maxLength: 4 }), fc.boolean()).map(
    ([items, Atomic]) =>
      new Step(
        `in bulk${Atomic ? ', all or none' : ''}: ${JSON.stringify(items)}`,
        (model) => {
          const trial = model.clone()
          const endings = items.map((each) => play(trial, each))
          const failed = endings.filter(({ status }) => status !== 200)
          if (!Atomic || failed.length === 0) {
            for (const each of items) play(model, each)
            return endings
          }
          const codes = failed.flatMap((ending) => ending.codes).toSorted()
          return { status: Math.max(...failed.map(({ status }) => status)), codes }
        },
        (real) => {
          const Items = items.map(({ badge: BadgeNumber, ids: SessionIds, ...rest }) => ({
            BadgeNumber,
            SessionIds,
            ...rest,
          }))
          return real.ask('POST', 'EventRegistrationSessions/Bulk', { Items, Atomic })
        },
      ),
  ),
]

/** Most is asked for and given back. */
const [asking, giving, ...others] = steps
const weighted = [asking, asking, asking, asking, giving, giving, giving, ...others].filter(
  (each) => each !== undefined,
)

/** Of a badge that is taken: the reasons against its sessions are told as well. */
function takenCodes(model: Model, taken: number, wanted: readonly number[]): string[] {
  const trial = model.clone()
  const { codes } = trial.register(taken, wanted)
  return ['AlreadyExists', ...codes].toSorted()
}

test('whatever is done, in whatever order, the service is as its model', {
  timeout: 20_000 + numRuns * 10_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(weighted, { maxCommands: 40, size: 'max' }), async (history) => {
      const server = await startTestServer({
        registrations: people,
        ticketHolders,
        sessions: sessions.map(({ places, ...rest }) => ({ ...rest, ...(places !== null && { places }) })),
      })
      const given = Array.from({ length: people }, (_, i) => ({
        badge: i + 1,
        tickets: ticketHolders.includes(i + 1) ? [1] : [],
      }))
      try {
        await fc.asyncModelRun(() => ({ model: new Model(sessions, given), real: new Real(server) }), history)
        await expectCounters(server)
      } finally {
        await server.stop()
      }
    }),
    { numRuns },
  )
})
