import type { Reader } from '../store/engine.ts'
import { clientById } from '../store/queries/accounts.ts'

/** How long the database may take to answer a question of one row, in milliseconds. */
const patience = 2_000

/** Whether the database answers, in time. */
export async function canRead(reader: Reader): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patience)
  })
  // No client has this number: it is found by the key that it is not there.
  const asked = (async () => {
    await reader.first(clientById, { client: 0 })
    return true
  })()
  try {
    return await Promise.race([asked, tooLate])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}
