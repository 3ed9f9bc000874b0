import { openStore } from '../src/store/open.ts'
import { assignmentsOfEvent } from '../src/store/queries/assignments.ts'
import { auditOfEvent } from '../src/store/queries/audit.ts'
import { wrongSessionCounters } from '../src/store/queries/seats.ts'
import { sessionsOfEvent } from '../src/store/queries/sessions.ts'
import { client, event } from './event.ts'

/**
 * Checks that what was measured was done: an audit row for every change that was answered by 2xx, as many assignments as
 * must be left, and counters that agree with them.
 * @throws Error where it was not
 */
export async function checkStore(file: string, expected: { changes: number; assignments: number }): Promise<void> {
  const engine = await openStore(`sqlite:${file}`)
  const scope = { client, event }
  const assignments = (await engine.all(assignmentsOfEvent, scope)).length
  const changes = (await engine.all(auditOfEvent, scope)).length
  const taken = (await engine.all(sessionsOfEvent, scope)).reduce((sum, session) => sum + session.taken, 0)
  const disagreeing = (await engine.all(wrongSessionCounters, { client })).length
  await engine.close()
  equal('audited changes', changes, expected.changes)
  equal('assignments', assignments, expected.assignments)
  equal('places taken', taken, expected.assignments)
  equal('counters that disagree', disagreeing, 0)
}

function equal(what: string, found: number, expected: number): void {
  if (found !== expected) throw new Error(`There are ${found} ${what}, and there should be ${expected}`)
}
