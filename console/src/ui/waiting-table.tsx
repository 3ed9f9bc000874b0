import { useState } from 'preact/hooks'
import type { Problem } from '../api/client.ts'
import { useEvent } from '../lib/current-event.ts'
import type { Choice } from '../model/choices.ts'
import { type Registration, removeSession } from '../model/registration.ts'
import { confirmed } from './confirm.tsx'
import { Link } from './link.tsx'
import { ProblemNote } from './problem.tsx'
import { tell } from './toasts.tsx'

interface WaitingTableProps {
  readonly registration: Registration
  readonly choices: readonly Choice[]
  readonly onChanged: () => void
}

/** The waiting lists that a registration is on. */
export function WaitingTable({ registration, choices, onChanged }: WaitingTableProps) {
  const { event, path } = useEvent()
  const [problem, setProblem] = useState<Problem | null>(null)
  const names = new Map(choices.map(({ session }) => [session.id, session.name]))
  const leave = async (session: number, name: string, position: number) => {
    const text = `${registration.name} gives place ${position} on the list up. Who asks again is put at its end.`
    if (!(await confirmed('Leave the waiting list?', text, 'Leave the list'))) return
    const answer = await removeSession(event.id, registration.id, session)
    setProblem(answer.ok ? null : answer.problem)
    onChanged()
    if (answer.ok) tell(`${registration.name} waits no more for “${name}”.`)
  }
  return (
    <>
      {problem && <ProblemNote problem={problem} what="Nothing was changed." dismiss={() => setProblem(null)} />}
      <div class="scroll">
        <table class="stacked">
          <thead>
            <tr>
              <th scope="col">Place on the list</th>
              <th scope="col">Session</th>
              <th scope="col">
                <span class="only-read">Leave</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {[...registration.waiting].map(([session, position]) => {
              const name = names.get(session) ?? `Session ${session}`
              return (
                <tr key={session}>
                  <td>
                    <span class="tag waiting flush">{position === 1 ? 'Next' : `Number ${position}`}</span>
                  </td>
                  <th scope="row">
                    <Link to={`${path}/sessions/${session}`}>{name}</Link>
                  </th>
                  <td class="do">
                    <button
                      type="button"
                      class="small"
                      aria-label={`Leave the waiting list of ${name}`}
                      onClick={() => void leave(session, name, position)}
                    >
                      Leave …
                    </button>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </>
  )
}
