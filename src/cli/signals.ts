/** Waits for Ctrl-C or SIGTERM. A second one ends the program at once. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop)
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
  })
}
