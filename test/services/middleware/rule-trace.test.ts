import { expect, test } from 'vitest'
import { noteRules, notingEngine, notingRules, type RuleAsked } from '../../../src/services/middleware/rule-trace.ts'
import { openStore } from '../../../src/store/open.ts'
import { RetryWork } from '../../../src/store/retry.ts'
import { freshDatabase } from '../../support/database.ts'

test('of a work that is run again, the rules of the last run are noted, each for the call that asked', async () => {
  const database = await freshDatabase()
  const store = await openStore(database.url)
  const engine = notingEngine(store)
  const ask = async (session: number, runs: number) => {
    const list: RuleAsked[] = []
    let run = 0
    await notingRules(list, () =>
      engine.write(() => {
        noteRules(['SessionFull'], { session }, [])
        return ++run < runs ? Promise.reject(new RetryWork()) : Promise.resolve()
      }),
    )
    return { run, list }
  }
  const found = await Promise.all([ask(1, 1), ask(2, 3), ask(3, 2)])
  // Works of one transaction are run again together.
  found.forEach(({ run }, i) => void expect(run).toBeGreaterThanOrEqual([1, 3, 2][i] ?? 0))
  expect(found.map(({ list }) => list.map(({ session }) => session))).toEqual([[1], [2], [3]])
  await store.close()
  await database.remove()
})
