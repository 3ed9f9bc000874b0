/** What a host takes on. */
export interface HostLimits {
  /** The most bytes of a body. */
  readonly maxBodyBytes: number
  /** The most requests under way at once; more are refused at once (503). */
  readonly maxRequests: number
  /** The most connections at once; more are closed at once. */
  readonly maxConnections: number
  /** How long a request's headers may take to arrive, in milliseconds, and the whole of it. */
  readonly headersTimeoutMs: number
  readonly requestTimeoutMs: number
  /** What one call, or one batch, may cost. */
  readonly work: WorkLimits
  /** What one tenant may have under way. */
  readonly tenant: TenantLimits
  readonly arrival: ArrivalLimits
  /** Nothing more is taken on while objects take so many bytes, or the whole process does; 0: however many. */
  readonly maxHeapBytes: number
  readonly maxResidentBytes: number
}

/** What one call may cost; a batch counts as one. */
export interface WorkLimits {
  /** The most rows of an answer. */
  readonly maxRows: number
  /** The most bytes of an answer. */
  readonly maxAnswerBytes: number
  /** How long a batch or a long read may take, in milliseconds. */
  readonly maxMs: number
}

/** What one tenant may have under way at once, in one process. */
export interface TenantLimits {
  /** The most calls in progress, until their responses are sent; more are rejected (429). */
  readonly maxCalls: number
  /** The most long calls; more wait for their turn. */
  readonly maxLongCalls: number
  /** The most long calls that wait; more are refused. */
  readonly maxWaiting: number
}
/** Limits on requests whose headers have arrived, and whose body has not arrived completely. */
export interface ArrivalLimits {
  readonly maxRequests: number
  /** From one IPv4 address or IPv6 /64. */
  readonly maxRequestsPerNetwork: number
  /** On average since the headers arrived, after the first {@link graceMs}. */
  readonly minBytesPerSecond: number
  readonly graceMs: number
}

/** The most bytes of a body that is read before it is known who calls: of operations that everybody may call. */
export const maxOpenBodyBytes = 16_384

/** A connection on which nothing is sent or read for so long is closed, also while an answer waits to be read. */
export const stalledConnectionMs = 120_000

/** How often connections are looked through for those whose time is up, in milliseconds. */
export const timeoutCheckIntervalMs = 1_000

/** The most bytes of a request's line and headers. */
export const maxHeaderBytes = 16_384

/** The most items of a list in a request. */
export const maxListItems = 20_000

/** So many rows of an answer cost as much as a call, and so many bytes. */
export const rowsPerCall = 20
export const bytesPerCall = 65_536

/** The most bytes of answers that one tenant has not read yet, in one process. */
export const maxUnsentBytes = 67_108_864

/** Counts the calls of clients, and says when one has made enough for now. */
export interface RateLimit {
  /** @returns in how many seconds a client may call again; 0: it may now, and is counted */
  take(client: number, calls: number): Promise<number>
  /** Counts calls that were let in already: what an answer cost beyond its call. */
  charge(client: number, calls: number): void
}
