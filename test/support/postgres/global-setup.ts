import { startCluster } from './cluster.ts'

/** One PostgreSQL for the whole run, unless there is one already. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_DATABASE_URL) return undefined
  const { url, stop } = await startCluster()
  process.env.TEST_DATABASE_URL = url
  return stop
}
