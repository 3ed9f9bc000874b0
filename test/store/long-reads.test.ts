import { afterAll, beforeAll, expect, test } from 'vitest'
import { isTurnSpent, maxTurnMs } from '../../src/runtime/turns.ts'
import type { Engine } from '../../src/store/engine.ts'
import { openStore } from '../../src/store/open.ts'
import { deleteRegistration } from '../../src/store/queries/registrations.ts'
import { countRegistrants, registrantsPage } from '../../src/store/queries/reports/registrants.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { addEvents, addRegistration, here } from './fill.ts'

const registrations = 100
const asked = { ...here, status: null, since: 0 }

let database: TestDatabase
let engine: Engine
beforeAll(async () => {
  database = await freshDatabase()
  engine = await openStore(database.url)
  await addEvents(engine)
  await engine.write(async (transaction) => {
    for (let id = 1; id <= registrations; id++) await addRegistration(transaction, id)
  })
})
afterAll(async () => {
  await engine.close()
  await database.remove()
})

const count = async () => Number((await engine.first(countRegistrants, asked))?.count)
const readAll = () => engine.all(registrantsPage, { ...asked, limit: 1_000, offset: 0 })

/** Spends the turn of the event loop, so that a read pauses at its first check. */
function spendTurn(): void {
  isTurnSpent()
  const until = performance.now() + maxTurnMs
  while (performance.now() <= until);
}

test('a read that pauses sees the database as it was when it began, while others read and write', async () => {
  spendTurn()
  const reading = readAll()
  await engine.write(async (transaction) => {
    for (let id = 61; id <= registrations; id++)
      await transaction.run(deleteRegistration, { ...here, registration: id })
  })
  expect(await count()).toBe(60)
  expect((await reading).map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: registrations }, (_, i) => i + 1),
  )
})

test('many reads that pause at once are all done, and the engine closes after them', async () => {
  const other = await openStore(database.url)
  const reading = Array.from({ length: 10 }, () => {
    spendTurn()
    return other.all(registrantsPage, { ...asked, limit: 1_000, offset: 0 })
  })
  const closing = other.close()
  for (const rows of await Promise.all(reading)) expect(rows).toHaveLength(await count())
  await closing
})
