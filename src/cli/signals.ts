import { constants } from 'node:os'

const stopSignals = ['SIGINT', 'SIGTERM'] as const

/** How long signals after the first count as the same wish, in milliseconds: npm passes on what its child got too. */
const sameWish = 1_000

/** Waits for Ctrl-C or SIGTERM, from when it is called; SIGHUP ends nothing from then on. A later second one ends the program at once. */
export function shutdownSignal(): Promise<void> {
  return new Promise((resolve) => {
    let since: number | undefined
    const stop = (signal: (typeof stopSignals)[number]) => {
      since ??= performance.now()
      if (performance.now() - since > sameWish) process.exit(128 + constants.signals[signal])
      resolve()
    }
    // By itself a hangup ends the program; servers reload, or have nothing to reload.
    process.on('SIGHUP', () => {})
    for (const signal of stopSignals) process.on(signal, stop)
  })
}
