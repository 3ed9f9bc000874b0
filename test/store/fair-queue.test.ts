import { describe, expect, test } from 'vitest'
import { FairQueue, type Release } from '../../src/store/postgres/fair-queue.ts'

const longMs = 60_000

describe('the queue for connections', () => {
  const queueOf = (slots: number, maxPerTenant = slots, maxPerEvent = slots) =>
    new FairQueue({ slots, maxPerTenant, maxPerEvent })
  const granted = async (queue: FairQueue, client: number, event: number): Promise<Release> => {
    const release = await queue.acquire({ client, event }, longMs)
    return release ?? expect.fail('no slot was free in time')
  }

  test('gives a free slot to the tenant that holds fewest, however many of another one wait before it', async () => {
    const queue = queueOf(2)
    const order: number[] = []
    const held = [await granted(queue, 1, 1), await granted(queue, 1, 1)]
    const acquire = async (client: number) => {
      const release = await granted(queue, client, 1)
      order.push(client)
      return release
    }
    const waiting = [1, 1, 1, 2, 2].map(acquire)
    held[0]?.()
    const first = await waiting[3]
    expect(order).toEqual([2])
    first?.()
    const second = await waiting[4]
    held[1]?.()
    await waiting[0]
    second?.()
    await waiting[1]
    expect(order).toEqual([2, 2, 1, 1])
    expect(queue.waiting).toBe(1)
  })

  test('leaves a slot to other tenants, and one to other events of the same tenant', async () => {
    const queue = queueOf(4, 3, 2)
    await granted(queue, 1, 1)
    await granted(queue, 1, 1)
    let isThirdGranted = false
    void queue.acquire({ client: 1, event: 1 }, longMs).then(() => {
      isThirdGranted = true
    })
    await granted(queue, 1, 2)
    await granted(queue, 2, 1)
    expect(isThirdGranted).toBe(false)
  })

  test('serves the waiting calls of one event in their order', async () => {
    const queue = queueOf(1)
    const first = await granted(queue, 1, 1)
    const order: number[] = []
    const all = [1, 2, 3].map(async (number) => {
      const release = await granted(queue, 1, 1)
      order.push(number)
      release()
    })
    first()
    await Promise.all(all)
    expect(order).toEqual([1, 2, 3])
  })

  test('answers null where no slot is free in time, and lends the slot to others afterwards', async () => {
    const queue = queueOf(1)
    const first = await granted(queue, 1, 1)
    expect(await queue.acquire({ client: 2, event: 1 }, 1)).toBeNull()
    expect(queue.waiting).toBe(0)
    first()
    first()
    await granted(queue, 3, 1)
    expect(await queue.acquire({ client: 3, event: 1 }, 1)).toBeNull()
  })
})
