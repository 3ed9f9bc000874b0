import type { ComponentChildren } from 'preact'
import { changeQuery, place } from '../lib/router.ts'
import { currentFill } from '../lib/use-live.ts'
import { levelOf } from '../model/fill.ts'
import type { Live } from '../model/live.ts'
import type { Group, Session } from '../model/session.ts'
import { folded } from '../model/text.ts'

const states = [
  ['', 'Any'],
  ['free', 'With places'],
  ['full', 'Full'],
  ['waiting', 'With a waiting list'],
] as const

/** Whether a session is among those that the address asks for: by text, track and how full it is. */
export function useSessionFilter(groups: readonly Group[]): (session: Session, live: Live) => boolean {
  const { query } = place.value
  const words = folded(query.get('q') ?? '')
    .split(/\s+/)
    .filter((word) => word !== '')
  const track = Number(query.get('track') ?? 0)
  const state = query.get('fill') ?? ''
  const names = new Map(groups.map(({ id, name }) => [id, name]))
  return (session, live) => {
    if (track > 0 && session.groupId !== track) return false
    if (words.length > 0) {
      const { name, presenter, room, id, groupId } = session
      const text = folded(`${name} ${presenter} ${room} ${id} ${names.get(groupId ?? 0) ?? ''}`)
      if (!words.every((word) => text.includes(word))) return false
    }
    if (state === '') return true
    const fill = currentFill(live, session)
    if (state === 'waiting') return (fill.waiting ?? 0) > 0
    return (levelOf(fill) === 'full') === (state === 'full')
  }
}

interface SessionFiltersProps {
  readonly groups: readonly Group[]
  readonly children?: ComponentChildren
}

/** What of the sessions is shown; it stands in the address. */
export function SessionFilters({ groups, children }: SessionFiltersProps) {
  const { query } = place.value
  return (
    <search class="filters">
      {children}
      <label class="wide">
        Search
        <input
          type="search"
          placeholder="Name, presenter, room, number"
          value={query.get('q') ?? ''}
          onInput={(event) => changeQuery({ q: event.currentTarget.value })}
        />
      </label>
      {groups.length > 0 && (
        <label>
          Track or group
          <select
            value={query.get('track') ?? ''}
            onChange={(event) => changeQuery({ track: event.currentTarget.value })}
          >
            <option value="">All</option>
            {groups.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        Places
        <select value={query.get('fill') ?? ''} onChange={(event) => changeQuery({ fill: event.currentTarget.value })}>
          {states.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </label>
    </search>
  )
}
