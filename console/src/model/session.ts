import type { WallTime } from './wall-time.ts'

/** A session, as far as the console shows it. */
export interface Session {
  readonly id: number
  readonly name: string
  readonly presenter: string
  readonly room: string
  readonly description: string
  readonly start: WallTime | null
  readonly end: WallTime | null
  /** null: no limit. */
  readonly places: number | null
  /** How many registrations hold it, cancelled ones left out. */
  readonly taken: number
  /** How many were checked in. */
  readonly attended: number
  /** Whether it may be held with another of the same time that allows it too. */
  readonly allowsOverlap: boolean
  readonly groupId: number | null
  /** One of these must be held. */
  readonly tickets: readonly number[]
}

/** A track, or a group of which one session may be held. */
export interface Group {
  readonly id: number
  readonly name: string
  readonly isTrack: boolean
  readonly isSingleSelect: boolean
}
