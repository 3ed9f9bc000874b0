import { useEffect, useRef } from 'preact/hooks'
import { useEvent } from '../lib/current-event.ts'
import { levelOf } from '../model/fill.ts'
import type { Session } from '../model/session.ts'
import { announce } from './announcer.tsx'

/** Says when a session that is shown becomes full, or has a place again. */
export function useAnnouncedFill(sessions: readonly Session[]): void {
  const { live } = useEvent()
  const full = useRef(new Map<number, boolean>())
  useEffect(
    () =>
      live.listen((changed) => {
        for (const session of sessions) {
          const counters = changed.has(session.id) ? live.counters(session.id).peek() : null
          if (!counters) continue
          const isFull = levelOf(counters) === 'full'
          const before = full.current.get(session.id)
          full.current.set(session.id, isFull)
          if (before === undefined || before === isFull) continue
          announce(`${session.name} ${isFull ? 'is now full' : 'has a place again'}`)
        }
      }),
    [live, sessions],
  )
}
