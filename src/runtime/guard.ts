/**
 * Callbacks that nothing awaits: timers, event listeners, notifications. What they throw would end the process, so each of
 * them is run through here: its error is reported, and the process counts as degraded until the same callback succeeds.
 */

/** Receives what a callback threw, and the callback's name. */
export type CallbackErrorHandler = (callback: string, error: unknown) => void

/** When each callback failed that has not succeeded since. */
const failing = new Map<string, number>()

/** For how long a failure counts, where its callback does not run again. */
const failureMs = 60_000

let handleError: CallbackErrorHandler = (callback, error) => {
  process.stderr.write(`lectern: ${callback} failed: ${error instanceof Error ? error.message : String(error)}\n`)
}

/** Sends errors of callbacks to `handler`, instead of to stderr; one handler at a time. */
export function onCallbackError(handler: CallbackErrorHandler): void {
  handleError = handler
}

/** The names of callbacks that threw the last time they ran, within the last minute. */
export function failingCallbacks(): readonly string[] {
  const since = performance.now() - failureMs
  return [...failing].filter(([, at]) => at > since).map(([name]) => name)
}

/**
 * Runs a callback and reports what it throws, or what its promise is rejected with.
 * @param name identifies it in the log and in the reason of `/health/ready`: `end-snapshot`
 */
export function runGuarded(name: string, callback: () => unknown): void {
  try {
    const pending = callback()
    if (!(pending instanceof Promise)) succeeded(name)
    else
      pending.then(
        () => succeeded(name),
        (error: unknown) => failed(name, error),
      )
  } catch (error) {
    failed(name, error)
  }
}

/** Returns the callback guarded: `socket.once('close', guardCallback('socket-close', () => sockets.delete(socket)))`. */
export function guardCallback<Args extends readonly unknown[]>(
  name: string,
  callback: (...args: Args) => unknown,
): (...args: Args) => void {
  return (...args) => runGuarded(name, () => callback(...args))
}

function succeeded(name: string): void {
  if (failing.size > 0) failing.delete(name)
}

function failed(name: string, error: unknown): void {
  failing.set(name, performance.now())
  handleError(name, error)
}
