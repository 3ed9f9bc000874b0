import { RegistrationStatus } from '../api/dtos.gen.ts'
import { useEvent } from '../lib/current-event.ts'
import { changeQuery, place } from '../lib/router.ts'
import { useDelayed } from '../lib/use-delayed.ts'
import { usePages } from '../lib/use-pages.ts'
import { readRegistrants } from '../model/registrant.ts'
import { counted } from '../model/text.ts'
import { Download } from '../ui/download.tsx'
import { Link } from '../ui/link.tsx'
import { Moment } from '../ui/moment.tsx'
import { Page } from '../ui/page.tsx'
import { ProblemNote } from '../ui/problem.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'

const columns = [
  { name: 'Name' },
  { name: 'Badge', class: 'number' },
  { name: 'Status' },
  { name: 'Registered', class: 'wide-only' },
  { name: 'Here' },
]
const statuses = Object.values(RegistrationStatus)

const pageSize = 200

/** How long after the last key the search begins, in milliseconds. */
const pause = 150

export function RegistrationsPage() {
  const { event, path } = useEvent()
  const { query } = place.value
  const text = query.get('q') ?? ''
  const search = useDelayed(text.trim(), pause)
  const status = statuses.find((each) => each === query.get('status')) ?? null
  const list = usePages(
    `${event.id} ${status} ${search}`,
    (page, size) => readRegistrants(event.id, { search, status }, page, size),
    pageSize,
  )
  const { total, problem } = list
  return (
    <Page
      title="Registrations"
      of={event.name}
      actions={<Download operation="EventRegistrants" query={{ EventID: event.id }} what="Registrations" />}
    >
      <search class="filters">
        <label class="wide">
          Search
          <input
            type="search"
            placeholder="Name or badge"
            value={text}
            onInput={(event) => changeQuery({ q: event.currentTarget.value })}
          />
        </label>
        <label>
          Status
          <select value={status ?? ''} onChange={(event) => changeQuery({ status: event.currentTarget.value })}>
            <option value="">Any</option>
            {statuses.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
        <p class="muted" role="status">
          {total === null
            ? problem
              ? ''
              : 'Loading …'
            : `${counted(total, 'registration')}${search || status ? ' found' : ''}`}
        </p>
      </search>
      {problem && <ProblemNote problem={problem} what="The registrations could not be loaded." retry={list.reload} />}
      {total === 0 && <NoRegistrations isFiltered={search !== '' || status !== null} event={event.id} />}
      {total !== null && total > 0 && (
        <VirtualTable
          label="Registrations"
          columns={columns}
          count={total}
          onRange={list.need}
          rowKey={(index) => list.row(index)?.registrationId ?? index}
          cells={(index) => {
            const row = list.row(index)
            if (!row) return ['…', '', '', '', '']
            return [
              <Link key="name" to={`${path}/registrations/${encodeURIComponent(row.registrationId)}`}>
                {row.name}
              </Link>,
              row.badge,
              row.status === 'Cancelled' ? <span class="tag full flush">Cancelled</span> : row.status,
              <Moment key="registered" at={row.registeredAt} zone={event.timeZone} />,
              row.attendedAt ? <span class="tag good flush">Here</span> : '',
            ]
          }}
        />
      )}
    </Page>
  )
}

function NoRegistrations({ isFiltered, event }: { isFiltered: boolean; event: number }) {
  if (isFiltered) return <p class="note">Nobody is found. Type less of the name, or choose another status.</p>
  return (
    <div class="note">
      <p>
        <strong>Nobody is registered yet.</strong>
      </p>
      <p>
        Import registrations on the server:{' '}
        <code>lectern import registrations --client NUMBER --event {event} people.csv</code>
      </p>
    </div>
  )
}
