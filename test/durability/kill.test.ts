import { expect, test } from 'vitest'
import { basic, call } from '../support/http-server.ts'
import { freshDirectory } from '../support/program.ts'
import { type DemoLine, type RunningDemo, rowsOf, startDemo } from '../support/servers.ts'

/** After how many answers the server is killed, in turn: early, and in the middle of its work. */
const kills = [1, 40, 150, 400]
const people = 40

/** What one registration was answered, and the call whose answer never came. */
class Person {
  readonly id: string
  held: ReadonlySet<number> = new Set()
  /** What is held when the call under way is carried out. */
  next: ReadonlySet<number> | null = null

  constructor(id: string) {
    this.id = id
  }

  /** Changes whether one session is held. @returns whether it was answered */
  async change(url: string, headers: Record<string, string>, session: number): Promise<boolean> {
    const removes = this.held.has(session)
    const next = removes ? [...this.held].filter((id) => id !== session) : [...this.held, session]
    this.next = new Set(next)
    const body = { RegistrationID: this.id, SessionIds: [session] }
    const answer = await call(removes ? 'DELETE' : 'POST', url, body, headers).catch(() => null)
    if (!answer) return false
    if (answer.status === 200) this.held = this.next
    else expect(answer).toMatchObject({ status: 409 })
    this.next = null
    return true
  }
}

/** Sessions one after the other, each with places for all, so that few calls are refused. */
function plan({ sessions }: DemoLine): number[] {
  const ids: number[] = []
  let end = ''
  for (const session of sessions) {
    if (session.Start < end || (session.MaxRegistrants ?? people) < people) continue
    ids.push(session.SessionId)
    end = session.End
  }
  return ids
}

/** Lets everyone change sessions at once, one call after the other, and kills the server after so many answers. */
async function loadAndKill(
  demo: RunningDemo,
  everyone: readonly Person[],
  headers: Record<string, string>,
  after: number,
) {
  const sessions = plan(demo.facts)
  let answers = 0
  await Promise.all(
    everyone.map(async (person, start) => {
      for (let step = start; ; step += 7) {
        if (!(await person.change(demo.sessionsUrl, headers, sessions[step % sessions.length] ?? 0))) return
        if (++answers === after) demo.child.kill('SIGKILL')
      }
    }),
  )
  expect(await demo.ended).toMatchObject({ signal: 'SIGKILL', stderr: '' })
  expect(answers).toBeGreaterThanOrEqual(after)
}

interface Change {
  readonly subject: string
  readonly before: string
  readonly after: string
}

/** Compares what is stored with what was answered, and settles the calls that were not. */
function check(directory: string, everyone: readonly Person[]): void {
  const stored = new Map<string, number[]>()
  const assignments = rowsOf<{ subject: string; session: number }>(
    directory,
    `select r.registration_id as subject, a.session_id as session from assignment a join registration r
      on r.client_id = a.client_id and r.event_id = a.event_id and r.id = a.registration order by session`,
  )
  for (const { subject, session } of assignments) stored.set(subject, [...(stored.get(subject) ?? []), session])
  const inOrder = (ids: Iterable<number>) => [...ids].sort((a, b) => a - b)
  for (const person of everyone) {
    const found = stored.get(person.id) ?? []
    const possible = [person.held, person.next ?? person.held].map(inOrder)
    expect(possible).toContainEqual(found)
    person.held = new Set(found)
    person.next = null
  }
  const known = new Set(everyone.map((person) => person.id))
  expect([...stored.keys()].filter((id) => !known.has(id))).toEqual([])

  const counters = `select s.id, s.taken, count(a.session_id) as assigned from session s left join assignment a
    on a.client_id = s.client_id and a.event_id = s.event_id and a.session_id = s.id
    group by s.client_id, s.event_id, s.id having s.taken <> count(a.session_id)`
  expect(rowsOf(directory, counters)).toEqual([])

  const audit = `select subject, before, after from audit where action in ('assign', 'remove') order by id`
  const replayed = new Map<string, string>()
  for (const { subject, before, after } of rowsOf<Change>(directory, audit)) {
    expect(before).toBe(replayed.get(subject) ?? '{"SessionIds":[]}')
    expect(after).not.toBe(before)
    replayed.set(subject, after)
  }
  for (const { id, held } of everyone) {
    expect(replayed.get(id) ?? '{"SessionIds":[]}').toBe(JSON.stringify({ SessionIds: inOrder(held) }))
  }
  const requests = `select request_id from audit where action in ('assign', 'remove') group by request_id having count(*) > 1`
  expect(rowsOf(directory, requests)).toEqual([])

  expect(rowsOf(directory, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
  expect(rowsOf(directory, 'pragma foreign_key_check')).toEqual([])
}

test('kill -9 loses nothing that was answered, and keeps nothing by halves', async () => {
  const directory = freshDirectory()
  let demo = await startDemo(['--data', directory])
  const { url, clientId: ClientID, registrations, key } = demo.facts
  const everyone = registrations.slice(0, people).map(({ RegistrationID }) => new Person(RegistrationID))
  const signIn = { ClientID, Username: key.id, Password: key.secret }
  const { json } = await call('POST', `${url}/Ams/Authenticate`, signIn)
  // Keys and sign-in sessions live on as well.
  const ways = [{ 'X-SS-ID': String(json.SessionId) }, basic(key)]
  for (const [round, after] of kills.entries()) {
    await loadAndKill(demo, everyone, ways[round % ways.length] ?? {}, after)
    demo = await startDemo(['--data', directory])
    check(directory, everyone)
  }
  expect(await demo.stop()).toMatchObject({ code: 0, stderr: '' })
  check(directory, everyone)
  expect(everyone.filter((person) => person.held.size > 0).length).toBeGreaterThan(people / 2)
})
