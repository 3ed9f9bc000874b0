import { useState } from 'preact/hooks'
import type { Problem } from '../api/client.ts'
import { useEvent } from '../lib/current-event.ts'
import { type AgendaItem, addSession, type Registration, removeSession } from '../model/registration.ts'
import { checkInToSession } from '../model/roster.ts'
import { dayText, spanText } from '../model/wall-time.ts'
import { CheckIn } from './check-in.tsx'
import { confirmed } from './confirm.tsx'
import { Link } from './link.tsx'
import { ProblemNote } from './problem.tsx'
import { tell } from './toasts.tsx'

interface AgendaTableProps {
  readonly registration: Registration
  readonly onChanged: () => void
}

/** What a registration holds, in the order of time. */
export function AgendaTable({ registration, onChanged }: AgendaTableProps) {
  const { event, live } = useEvent()
  const [problem, setProblem] = useState<Problem | null>(null)
  const { id, agenda, isCancelled } = registration

  const carryOut = async (step: () => ReturnType<typeof addSession | typeof checkInToSession>): Promise<boolean> => {
    const answer = await step()
    setProblem(answer.ok ? null : answer.problem)
    onChanged()
    return answer.ok
  }
  const remove = async ({ sessionId, name }: AgendaItem) => {
    const waiting = live.counters(sessionId).peek()?.waiting ?? 0
    const next = waiting > 0 ? ` ${waiting} wait for a place: the next of them has it at once.` : ''
    const text = `${registration.name} gives the place in “${name}” back.${next}`
    if (!(await confirmed('Remove the session?', text, 'Remove'))) return
    const isDone = await carryOut(() => removeSession(event.id, id, sessionId))
    if (isDone)
      tell(`“${name}” is removed.`, async () => void (await carryOut(() => addSession(event.id, id, sessionId, false))))
  }
  if (agenda.length === 0) {
    return (
      <>
        {problem && (
          <ProblemNote problem={problem} what="The agenda was not changed." dismiss={() => setProblem(null)} />
        )}
        <p class="note">
          {isCancelled ? 'A cancelled registration holds no session.' : 'No session yet. Add one below.'}
        </p>
      </>
    )
  }
  return (
    <>
      {problem && <ProblemNote problem={problem} what="The agenda was not changed." dismiss={() => setProblem(null)} />}
      <div class="scroll">
        <table class="stacked">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Session</th>
              <th scope="col">Room</th>
              <th scope="col">Here</th>
              <th scope="col">
                <span class="only-read">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {agenda.map((item) => (
              <Row
                key={item.sessionId}
                item={item}
                onCheckIn={async (isThere) =>
                  void (await carryOut(() => checkInToSession(event.id, item.sessionId, id, isThere)))
                }
                onRemove={() => void remove(item)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

interface RowProps {
  readonly item: AgendaItem
  readonly onCheckIn: (isThere: boolean) => Promise<void>
  readonly onRemove: () => void
}

function Row({ item, onCheckIn, onRemove }: RowProps) {
  const { path } = useEvent()
  const { sessionId, name, presenter, room, start, end, attendedAt } = item
  return (
    <tr>
      <td class="when">
        {start && dayText(start.date)} {spanText(start, end)}
      </td>
      <th scope="row">
        <Link to={`${path}/sessions/${sessionId}`}>{name}</Link>
        {presenter && <span class="below">{presenter}</span>}
      </th>
      <td>{room}</td>
      <td>
        <CheckIn name={`to ${name}`} at={attendedAt} onChange={onCheckIn} />
      </td>
      <td class="do">
        <button type="button" class="small" aria-label={`Remove ${name}`} onClick={onRemove}>
          Remove …
        </button>
      </td>
    </tr>
  )
}
