import type { Answer } from '../api/client.ts'

/**
 * Does something, and tells what became of it.
 * @returns whether it was done
 * @param what is told where it could not be done
 * @param done is told where it was
 */
export type Act = (what: string, done: string, work: () => Promise<Answer<unknown>>) => Promise<boolean>
