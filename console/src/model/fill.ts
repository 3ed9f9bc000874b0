import { counted } from './text.ts'

/** How full a session is. */
export interface Fill {
  /** null: no limit. */
  readonly places: number | null
  readonly taken: number
  /** How many wait for a place; null where that is not known yet. */
  readonly waiting: number | null
}

export type FillLevel = 'unlimited' | 'free' | 'nearly' | 'full'

/** `nearly`: a tenth of the places, or less, is left. */
export function levelOf({ places, taken }: Fill): FillLevel {
  if (places === null) return 'unlimited'
  if (taken >= places) return 'full'
  return taken >= places * 0.9 ? 'nearly' : 'free'
}

/** `12 of 20 places taken, 3 waiting` */
export function fillText(fill: Fill): string {
  const { places, taken, waiting } = fill
  const seats = places === null ? `${counted(taken, 'place')} taken, no limit` : `${taken} of ${places} places taken`
  const full = levelOf(fill) === 'full' ? ', full' : ''
  return waiting ? `${seats}${full}, ${waiting} waiting` : seats + full
}
