import type { Session } from '../model/session.ts'

export function EventFillChart({ sessions }: { sessions: readonly Session[] }) {
  return <p>{sessions.length}</p>
}
