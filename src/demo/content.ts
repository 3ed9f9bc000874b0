/** What the demo holds, beside the sessions of the file: all of it that is a choice. */
export const demo = {
  client: { id: 1000, name: 'PyConFR demo' },
  event: { id: 2025, name: 'PyConFR 2025', timeZone: 'Europe/Paris' },
  /** From the root of the package. */
  sessions: 'data/pyconfr-2025-sessions.csv',
  /** Every registration holds the first; about half hold the second, which the sessions listed require. */
  conference: { id: 1, name: 'PyConFR 2025' },
  membership: { id: 2, name: 'AFPy membership', sessions: [3264] },
  /** Of these a registration holds one at most. */
  workshops: { id: 1, name: 'Saturday workshops', sessions: [3227, 3230, 3226, 3248, 3247, 3251] },
  /** Badges run from 1 to `count`; the last `cancelled` of them are cancelled. */
  registrations: { count: 400, cancelled: 20 },
} as const

/** Every other badge is a member's. */
export function isMember(badge: number): boolean {
  return badge % 2 === 0
}
