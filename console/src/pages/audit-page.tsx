import { useEvent } from '../lib/current-event.ts'
import { changeQuery, place } from '../lib/router.ts'
import { useReload } from '../lib/use-live.ts'
import { usePages } from '../lib/use-pages.ts'
import { actionNames, readChanges } from '../model/audit.ts'
import { counted } from '../model/text.ts'
import { ChangeRow } from '../ui/change-row.tsx'
import { Page } from '../ui/page.tsx'
import { ProblemNote } from '../ui/problem.tsx'

const pageSize = 50

/** What was changed in an event, by whom, the newest first. */
export function AuditPage() {
  const { event } = useEvent()
  const { query } = place.value
  const session = Number(query.get('session') ?? 0) || null
  const registration = query.get('registration') ?? ''
  const action = query.get('action') ?? ''
  const list = usePages(
    `${event.id} ${session} ${registration} ${action}`,
    (page, size) => readChanges(event.id, { session, registration, action }, page, size),
    pageSize,
  )
  useReload(list.reload, { pause: 2_000 })
  const { total, problem } = list
  const rows = list.rows()
  return (
    <Page title="History" of={event.name} lead="Every change is recorded with the key that made it.">
      <search class="filters">
        <label>
          Session
          <input
            inputMode="numeric"
            placeholder="Number"
            value={query.get('session') ?? ''}
            onChange={(event) => changeQuery({ session: event.currentTarget.value.trim() })}
          />
        </label>
        <label class="wide">
          Registration
          <input
            placeholder="RegistrationID"
            value={registration}
            onChange={(event) => changeQuery({ registration: event.currentTarget.value.trim() })}
          />
        </label>
        <label>
          What was done
          <select value={action} onChange={(event) => changeQuery({ action: event.currentTarget.value })}>
            <option value="">Anything</option>
            {actionNames.map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <p class="muted" role="status">
          {total === null ? (problem ? '' : 'Loading …') : counted(total, 'change')}
        </p>
      </search>
      {problem && <ProblemNote problem={problem} what="The history could not be loaded." retry={list.reload} />}
      {total === 0 && <p class="note">Nothing like that was changed.</p>}
      {rows.length > 0 && (
        <ol class="changes">
          {rows.map((change) => (
            <ChangeRow key={change.id} change={change} />
          ))}
        </ol>
      )}
      {total !== null && rows.length < total && (
        <button type="button" onClick={() => list.need(rows.length, rows.length)}>
          Show more
        </button>
      )}
    </Page>
  )
}
