/** Works that were committed together, and how long it took from the first of them to the end of the commit, in seconds. */
export interface Commit {
  readonly works: number
  readonly seconds: number
}

/** The connections of a pool. */
export interface PoolUse {
  readonly open: number
  readonly idle: number
  /** Works that wait for one. */
  readonly waiting: number
}

let listener: ((commit: Commit) => void) | null = null
const pools = new Map<string, () => PoolUse>()

/** Has commits of this process told to `heard`, which is not to throw; one listener at a time. */
export function onCommit(heard: (commit: Commit) => void): void {
  listener = heard
}

/** Whether somebody listens, so that it is worth measuring. */
export function isObserved(): boolean {
  return listener !== null
}

export function tellCommit(commit: Commit): void {
  listener?.(commit)
}

/** Has the use of a pool be asked for under a name, until the answered function is called. */
export function showPool(name: string, use: () => PoolUse): () => void {
  pools.set(name, use)
  return () => pools.delete(name)
}

/** The pools of this process, by name. */
export function poolUses(): [name: string, use: PoolUse][] {
  return [...pools].map(([name, use]) => [name, use()])
}
