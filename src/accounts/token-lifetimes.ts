const minute = 60_000
const day = 24 * 60 * minute

/** How long tokens and what makes them last, in milliseconds. */
export const tokenLifetimes = {
  access: 15 * minute,
  code: 10 * minute,
  exchange: 5 * minute,
  /** A grant of an app, since it was last used. */
  appGrant: 90 * day,
  /** How long a signing key signs. */
  signingKey: 30 * day,
  /** How long a code or refresh token is remembered after it was used, so that using it again is noticed. */
  memory: 30 * day,
} as const
