const stopSignals = ['SIGINT', 'SIGTERM'] as const

/** How long signals after the first count as the same wish, in milliseconds: npm passes on what its child got too. */
const sameWish = 1_000

/** Waits for Ctrl-C or SIGTERM, from when it is called. A later second one ends the program at once. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      resolve()
      setTimeout(() => {
        for (const signal of stopSignals) process.off(signal, stop)
      }, sameWish).unref()
    }
    for (const signal of stopSignals) process.on(signal, stop)
  })
}
