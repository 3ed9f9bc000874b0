import { expect, test } from 'vitest'
import { retryIdempotent } from '../../../src/services/middleware/retry-idempotent.ts'
import { StoreError, type StoreErrorCode } from '../../../src/store/errors.ts'

/** A work that meets each of the troubles, and is then done. */
function meeting(...troubles: StoreErrorCode[]) {
  const left = [...troubles]
  let runs = 0
  const work = () => {
    runs++
    const trouble = left.shift()
    return trouble
      ? Promise.reject(new StoreError(trouble, 'postgres://elsewhere', new Error('lost')))
      : Promise.resolve('done')
  }
  const pauses: number[] = []
  const pause = (milliseconds: number) => Promise.resolve(pauses.push(milliseconds))
  return { work, pause, pauses, runs: () => runs }
}

test.each<[StoreErrorCode[], number]>([
  [[], 1],
  [['unknown'], 2],
  [['unreachable', 'unknown'], 3],
])('a work that meets %j is done in the end', async (troubles, runs) => {
  const met = meeting(...troubles)
  expect(await retryIdempotent(met.work, met.pause)).toBe('done')
  expect(met.pauses).toEqual([50, 400].slice(0, runs - 1))
  expect(met.runs()).toBe(runs)
})

test.each<[StoreErrorCode[], StoreErrorCode, number]>([
  [['unknown', 'unknown', 'unknown'], 'unknown', 3],
  [['full'], 'full', 1],
  [['unknown', 'busy'], 'busy', 2],
])('one that meets %j ends with %s', async (troubles, trouble, runs) => {
  const met = meeting(...troubles)
  await expect(retryIdempotent(met.work, met.pause)).rejects.toMatchObject({ code: trouble })
  expect(met.runs()).toBe(runs)
})
