import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { EventFacts } from '../model/event.ts'
import type { Live } from '../model/live.ts'

/** What all pages about an event have at hand. */
export interface CurrentEvent {
  readonly event: EventFacts
  readonly live: Live
  /** The path of its pages: `/events/7`. */
  readonly path: string
}

export const CurrentEventContext = createContext<CurrentEvent | null>(null)

/** @throws Error outside of an event's pages */
export function useEvent(): CurrentEvent {
  const current = useContext(CurrentEventContext)
  if (!current) throw new Error('Only pages of an event have an event')
  return current
}
