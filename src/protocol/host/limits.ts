/** What a host takes on. */
export interface HostLimits {
  /** The most bytes of a body. */
  readonly body: number
  /** The most requests under way at once; more are refused at once (503). */
  readonly requests: number
  /** The most connections at once; more are closed at once. */
  readonly connections: number
  /** How long a request's headers may take to arrive, in milliseconds, and the whole of it. */
  readonly headersWithin: number
  readonly requestWithin: number
  /** Nothing more is taken on while objects take so many bytes, or the whole process does; 0: however many. */
  readonly heap: number
  readonly memory: number
}

/** How often connections are looked through for those whose time is up, in milliseconds. */
export const timeoutSweep = 1_000

/** The most bytes of a request's line and headers. */
export const mostHeaderBytes = 16_384

/** The most items of a list in a request. */
export const mostItems = 20_000

/** Counts the calls of clients, and says when one has made enough for now. */
export interface RateLimit {
  /** @returns in how many seconds a client may call again; 0: it may now, and is counted */
  take(client: number, calls: number): Promise<number>
}
