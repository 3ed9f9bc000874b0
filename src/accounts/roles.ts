/** The roles that a key can give. */
export const roles = ['admin', 'oauthadmin'] as const
export type Role = (typeof roles)[number]
