import { useState } from 'preact/hooks'
import type { Problem } from '../api/client.ts'
import { useEvent } from '../lib/current-event.ts'
import { currentFill } from '../lib/use-live.ts'
import type { Choice } from '../model/choices.ts'
import { levelOf } from '../model/fill.ts'
import type { Group } from '../model/session.ts'
import { dayText, spanText } from '../model/wall-time.ts'
import { FillMeter } from './fill-meter.tsx'
import { Link } from './link.tsx'
import { ProblemNote } from './problem.tsx'

interface ChoiceRowProps {
  readonly choice: Choice
  readonly groups: readonly Group[]
  /** Why the server refused it just now. */
  readonly problem: Problem | null
  readonly onAdd: (waits: boolean) => Promise<void>
  readonly onDismiss: () => void
}

/**
 * A session that may be added. The rules that stand against it are told before; the server is asked all the same where
 * one wants, since it alone knows how things are at that moment.
 */
export function ChoiceRow({ choice, groups, problem, onAdd, onDismiss }: ChoiceRowProps) {
  const { path, live } = useEvent()
  const [isBusy, setBusy] = useState(false)
  const { session } = choice
  const { id, name, presenter, room, start, end } = session
  const fill = currentFill(live, session)
  const group = groups.find((each) => each.id === session.groupId)
  const isFull = levelOf(fill) === 'full'
  const others = choice.reasons.filter(({ code }) => code !== 'SessionFull')
  // Whether it is full is known to the moment.
  const reasons = isFull
    ? [{ code: 'SessionFull', message: `All ${fill.places} places are taken.` }, ...others]
    : others
  const why = `why-${id}`
  const add = async (waits: boolean) => {
    setBusy(true)
    await onAdd(waits)
    setBusy(false)
  }
  return (
    <li>
      <div class="what">
        <Link to={`${path}/sessions/${id}`}>{name}</Link>
        <span class="below">
          {[start && dayText(start.date), spanText(start, end), room, presenter, group?.name]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      <FillMeter fill={fill} />
      <div class="do">
        {isFull && others.length === 0 && (
          <button
            type="button"
            class="small"
            disabled={isBusy}
            aria-label={`Put on the waiting list of ${name}`}
            onClick={() => void add(true)}
          >
            Wait
          </button>
        )}
        <button
          type="button"
          class={reasons.length === 0 ? 'small' : 'small quiet'}
          disabled={isBusy}
          aria-label={`Add ${name}`}
          aria-describedby={reasons.length > 0 ? why : undefined}
          onClick={() => void add(false)}
        >
          Add
        </button>
      </div>
      {reasons.length > 0 && (
        <ul class="why" id={why}>
          {reasons.map(({ code, message }) => (
            <li key={code}>
              {message} <code>{code}</code>
            </li>
          ))}
        </ul>
      )}
      {problem && <ProblemNote problem={problem} what={`“${name}” was not added.`} dismiss={onDismiss} />}
    </li>
  )
}
