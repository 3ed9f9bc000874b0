import { useState } from 'preact/hooks'
import type { Problem } from '../api/client.ts'
import { useEvent } from '../lib/current-event.ts'
import { useAnswer } from '../lib/use-query.ts'
import { readTicketNames } from '../model/read-sessions.ts'
import { changeStatus, type Registration } from '../model/registration.ts'
import { checkInToEvent } from '../model/roster.ts'
import { counted } from '../model/text.ts'
import { confirmed } from './confirm.tsx'
import { Link } from './link.tsx'
import { Moment } from './moment.tsx'
import { ProblemNote } from './problem.tsx'
import { tell } from './toasts.tsx'

interface RegistrationFactsProps {
  readonly registration: Registration
  readonly onChanged: () => void
}

/** Whose registration it is, and what can be done with it as a whole. */
export function RegistrationFacts({ registration, onChanged }: RegistrationFactsProps) {
  const { event, path } = useEvent()
  const [problem, setProblem] = useState<Problem | null>(null)
  const tickets = useAnswer(`tickets ${event.id}`, () => readTicketNames(event.id))
  const { id, name, status, isCancelled, isHere, agenda } = registration

  const carryOut = async (step: () => ReturnType<typeof checkInToEvent | typeof changeStatus>): Promise<boolean> => {
    const answer = await step()
    setProblem(answer.ok ? null : answer.problem)
    onChanged()
    return answer.ok
  }
  const checkIn = () => carryOut(() => checkInToEvent(id, !isHere))
  const restore = () => carryOut(() => changeStatus(event.id, id, 'Open'))
  const cancel = async () => {
    const places =
      agenda.length === 0 ? '' : ` Its ${counted(agenda.length, 'place')} go to those who wait, or become free.`
    const text = `${name} will hold no place any more.${places} Restoring gives back what is still free then.`
    if (!(await confirmed('Cancel the registration?', text, 'Cancel the registration'))) return
    const isDone = await carryOut(() => changeStatus(event.id, id, 'Cancelled'))
    if (isDone) tell(`The registration of ${name} is cancelled.`, async () => void (await restore()))
  }
  return (
    <>
      {problem && (
        <ProblemNote problem={problem} what="The registration was not changed." dismiss={() => setProblem(null)} />
      )}
      <dl class="facts">
        <dt>Status</dt>
        <dd>
          {isCancelled ? <span class="tag full flush">Cancelled</span> : status}
          {isHere && <span class="tag good">Checked in to the event</span>}
        </dd>
        {registration.tickets.length > 0 && (
          <>
            <dt>Tickets</dt>
            <dd>{registration.tickets.map((ticket) => tickets.value?.get(ticket) ?? `Ticket ${ticket}`).join(', ')}</dd>
          </>
        )}
        {registration.registeredAt && (
          <>
            <dt>Registered</dt>
            <dd>
              <Moment at={registration.registeredAt} zone={event.timeZone} />
            </dd>
          </>
        )}
        <dt>RegistrationID</dt>
        <dd class="id">{id}</dd>
      </dl>
      <p class="actions below-facts">
        {!isCancelled && (
          <button type="button" onClick={() => void checkIn()}>
            {isHere ? 'Take back the check-in' : 'Check in to the event'}
          </button>
        )}
        {isCancelled ? (
          <button type="button" onClick={() => void restore()}>
            Restore
          </button>
        ) : (
          <button type="button" onClick={() => void cancel()}>
            Cancel the registration …
          </button>
        )}
        <Link to={`${path}/history?registration=${encodeURIComponent(id)}`}>History of this registration</Link>
      </p>
    </>
  )
}
