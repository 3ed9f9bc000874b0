import { useState } from 'preact/hooks'
import type { Problem } from '../api/client.ts'
import { useEvent } from '../lib/current-event.ts'
import type { Choice } from '../model/choices.ts'
import { addSession, type Registration, removeSession } from '../model/registration.ts'
import type { Group } from '../model/session.ts'
import { counted } from '../model/text.ts'
import { SessionFilters, useSessionFilter } from './session-filters.tsx'
import { ChoiceRow } from './session-option-row.tsx'
import { tell } from './toasts.tsx'

interface ChoiceListProps {
  readonly registration: Registration
  readonly choices: readonly Choice[]
  readonly groups: readonly Group[]
  readonly onChanged: () => void
}

/** The sessions that a registration does not hold: each can be added, or tells why it cannot. */
export function ChoiceList({ registration, choices, groups, onChanged }: ChoiceListProps) {
  const { event, live } = useEvent()
  const [refused, setRefused] = useState<{ readonly session: number; readonly problem: Problem } | null>(null)
  const keeps = useSessionFilter(groups)
  const open = choices.filter(({ state }) => state === 'open')
  const kept = open.filter(({ session }) => keeps(session, live))

  const add = async ({ session }: Choice, waits: boolean) => {
    const { id, name } = session
    const answer = await addSession(event.id, registration.id, id, waits)
    setRefused(answer.ok ? null : { session: id, problem: answer.problem })
    onChanged()
    if (!answer.ok) return
    const isHeld = (answer.value.SessionIds ?? []).includes(id)
    tell(isHeld ? `“${name}” is added.` : `${registration.name} is on the waiting list of “${name}”.`, async () => {
      const undone = await removeSession(event.id, registration.id, id)
      setRefused(undone.ok ? null : { session: id, problem: undone.problem })
      onChanged()
    })
  }
  return (
    <>
      <SessionFilters groups={groups} />
      <p class="muted" role="status">
        {counted(kept.length, 'session')}
      </p>
      {kept.length === 0 && (
        <p class="note">
          {open.length === 0
            ? 'There is no further session.'
            : 'No session is like that. Take back a filter to see more.'}
        </p>
      )}
      {kept.length > 0 && (
        <ul class="choices">
          {kept.map((choice) => (
            <ChoiceRow
              key={choice.session.id}
              choice={choice}
              groups={groups}
              problem={refused?.session === choice.session.id ? refused.problem : null}
              onAdd={(waits) => add(choice, waits)}
              onDismiss={() => setRefused(null)}
            />
          ))}
        </ul>
      )}
    </>
  )
}
