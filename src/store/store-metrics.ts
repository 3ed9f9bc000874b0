/** Works that were committed together, and how long it took from the first of them to the end of the commit, in seconds. */
export interface Commit {
  readonly transactions: number
  readonly seconds: number
}

/** The connections of a pool. */
export interface PoolStats {
  readonly open: number
  readonly idle: number
  /** Works that wait for one. */
  readonly waiting: number
}

let listener: ((commit: Commit) => void) | null = null
const pools = new Map<string, () => PoolStats>()

/** Has commits of this process told to `heard`, which is not to throw; one listener at a time. */
export function onCommit(heard: (commit: Commit) => void): void {
  listener = heard
}

/** Whether somebody listens, so that it is worth measuring. */
export function hasCommitListener(): boolean {
  return listener !== null
}

export function recordCommit(commit: Commit): void {
  listener?.(commit)
}

/** Has the use of a pool be asked for under a name, until the answered function is called. */
export function registerPool(name: string, use: () => PoolStats): () => void {
  pools.set(name, use)
  return () => pools.delete(name)
}

/** The pools of this process, by name. */
export function poolStats(): [name: string, use: PoolStats][] {
  return [...pools].map(([name, use]) => [name, use()])
}
