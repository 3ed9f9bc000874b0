import { useMemo, useState } from 'preact/hooks'
import type { Problem } from '../api/client.ts'
import { useEvent } from '../lib/current-event.ts'
import { checkInToSession, type Holder } from '../model/roster.ts'
import { counted, folded } from '../model/text.ts'
import { CheckIn } from './check-in.tsx'
import { Link } from './link.tsx'
import { ProblemNote } from './problem.tsx'
import { VirtualTable } from './virtual-table.tsx'

interface RosterTableProps {
  readonly session: number
  readonly holders: readonly Holder[]
  readonly onChanged: () => void
}

const columns = [
  { name: 'Name' },
  { name: 'Badge', class: 'number' },
  { name: 'Status' },
  { name: 'Here', class: 'do' },
]

/** Who holds a session, to check in at its door: type a part of the name or the badge, press Enter. */
export function RosterTable({ session, holders, onChanged }: RosterTableProps) {
  const { event, path } = useEvent()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const found = useMemo(() => {
    const words = folded(text).split(/\s+/)
    return holders.filter(({ searched }) => words.every((word) => searched.includes(word)))
  }, [holders, text])
  const here = holders.filter(({ attendedAt }) => attendedAt !== null).length
  const checkIn = async (holder: Holder, isThere: boolean) => {
    const answer = await checkInToSession(event.id, session, holder.registrationId, isThere)
    setProblem(answer.ok ? null : answer.problem)
    onChanged()
  }
  const only = found.length === 1 ? found[0] : undefined
  const submit = (submitted: SubmitEvent) => {
    submitted.preventDefault()
    if (!only) return
    setText('')
    void checkIn(only, true)
  }
  if (holders.length === 0) {
    return <p class="note">Nobody holds this session yet. Sessions are added to a registration on its own page.</p>
  }
  return (
    <>
      {problem && (
        <ProblemNote problem={problem} what="The check-in was not changed." dismiss={() => setProblem(null)} />
      )}
      <form class="filters" onSubmit={submit}>
        <label class="wide">
          Find by name or badge
          <input type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        <p class="muted" role="status">
          {text === '' ? counted(holders.length, 'registration') : `${found.length} of ${holders.length} found`}, {here}{' '}
          checked in{only && text !== '' ? '. Enter checks in.' : ''}
        </p>
      </form>
      <VirtualTable
        label="Roster"
        columns={columns}
        count={found.length}
        rowKey={(index) => found[index]?.registrationId ?? index}
        cells={(index) => {
          const holder = found[index]
          if (!holder) return []
          return [
            <Link key="name" to={`${path}/registrations/${encodeURIComponent(holder.registrationId)}`}>
              {holder.name}
            </Link>,
            holder.badge,
            holder.status,
            <CheckIn
              key="here"
              name={holder.name}
              at={holder.attendedAt}
              onChange={(isThere) => checkIn(holder, isThere)}
            />,
          ]
        }}
      />
    </>
  )
}
