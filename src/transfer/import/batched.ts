import type { Transaction } from '../../store/engine.ts'
import type { Progress } from './report.ts'

/** How many rows are under way at once: a database that is asked over a network answers them in one go. */
const atOnce = 256

/** The statistics are renewed each time that there are so many times more rows. */
const growth = 8

/** Does `act`, which adds a row, for each of `rows`, begun in their order. */
export async function inBatches<Row>(
  transaction: Transaction,
  rows: readonly Row[],
  act: (row: Row, index: number) => Promise<void>,
  progress?: Progress,
): Promise<void> {
  let done = 0
  let many = atOnce
  for (let first = 0; first < rows.length; first += atOnce) {
    const group = rows.slice(first, first + atOnce)
    await Promise.all(
      group.map(async (row, i) => {
        await act(row, first + i)
        done++
        progress?.(done, rows.length)
      }),
    )
    if (done < many) continue
    await transaction.refreshStatistics()
    many *= growth
  }
}
