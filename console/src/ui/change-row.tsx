import { useEvent } from '../lib/current-event.ts'
import { actionName, type Change } from '../model/audit.ts'
import { isMoment, momentText } from '../model/instant.ts'
import { Link } from './link.tsx'
import { Moment } from './moment.tsx'

/** A change, with what it was before and after. */
export function ChangeRow({ change }: { change: Change }) {
  const { event } = useEvent()
  const { at, by, action, requestId, facts } = change
  const shown = (text: string) => (isMoment(text) ? momentText(text, event.timeZone) : text)
  return (
    <li>
      <p class="change-head">
        <strong>{actionName(action)}</strong>
        <Subject change={change} />
      </p>
      <p class="muted">
        <Moment at={at} zone={event.timeZone} /> · by <span title={`Request ${requestId}`}>{by}</span>
      </p>
      {facts.length > 0 && (
        <dl class="change-facts">
          {facts.map(({ name, before, after }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {before !== '' && <del>{shown(before)}</del>}
                {before !== '' && after !== '' && ' → '}
                {after !== '' && <ins>{shown(after)}</ins>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  )
}

const ofSessions = ['session.create', 'session.update']

/** What it was done to, as a link where it has a page. */
function Subject({ change: { action, subject } }: { change: Change }) {
  const { path } = useEvent()
  if (ofSessions.includes(action)) return <Link to={`${path}/sessions/${subject}`}>Session {subject}</Link>
  const isOther = /^(?:session|group|ticket|event)\.(?:create|update|delete)$|^registration\.delete$/.test(action)
  if (isOther) return <span>{subject}</span>
  return <Link to={`${path}/registrations/${encodeURIComponent(subject)}`}>{subject}</Link>
}
