import { expect, test } from 'vitest'
import {
  type RuleCheck,
  ruleTracingEngine,
  traceRuleResults,
  traceRules,
} from '../../../src/services/middleware/rule-trace.ts'
import { openStore } from '../../../src/store/open.ts'
import { RetryTransaction } from '../../../src/store/retry.ts'
import { freshDatabase } from '../../support/database.ts'

test('of a work that is run again, the rules of the last run are noted, each for the call that asked', async () => {
  const database = await freshDatabase()
  const store = await openStore(database.url)
  const engine = ruleTracingEngine(store)
  const ask = async (session: number, runs: number) => {
    const list: RuleCheck[] = []
    let run = 0
    await traceRules(list, () =>
      engine.write(() => {
        traceRuleResults(['SessionFull'], { session }, [])
        return ++run < runs ? Promise.reject(new RetryTransaction()) : Promise.resolve()
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
