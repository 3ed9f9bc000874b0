import type { Session } from '../model/session.ts'

export function FillChart({ session }: { session: Session }) {
  return <p>{session.name}</p>
}
