import type { Failure } from './failure.ts'

/**
 * An answer that is made part by part: the items of one list of the response, as they are done, and then all else of it.
 * A caller may have them so, a line each; to others the answer is sent in one piece.
 */
export class Streamed<Response extends object> {
  /**
   * The items, those together that are done together; what it returns is the response without them, or why it ends
   * early. Work that is not asked for is not done.
   */
  readonly items: AsyncGenerator<readonly object[], Response | Failure>
  readonly #gather: () => Promise<Response | Failure>

  /** @param join the response with its items */
  static of<Item extends object, Response extends object>(
    items: AsyncGenerator<readonly Item[], Response>,
    join: (rest: Response, items: Item[]) => Response,
  ): Streamed<Response> {
    return new Streamed(items, async () => {
      const found: Item[] = []
      for (;;) {
        const { value, done } = await items.next()
        if (done) return join(value, found)
        found.push(...value)
      }
    })
  }

  private constructor(
    items: AsyncGenerator<readonly object[], Response | Failure>,
    gather: () => Promise<Response | Failure>,
  ) {
    this.items = items
    this.#gather = gather
  }

  /** Makes all of it; not after any of `items` was asked for. */
  gather(): Promise<Response | Failure> {
    return this.#gather()
  }

  /** The same, ending with the failure that `map` makes of what is thrown on the way; it may throw it again. */
  mapErrors(map: (error: unknown) => Failure): Streamed<Response> {
    return new Streamed(rescuedItems(this.items, map), async () => {
      try {
        return await this.gather()
      } catch (error) {
        return map(error)
      }
    })
  }
}

async function* rescuedItems<Response>(
  items: AsyncGenerator<readonly object[], Response>,
  map: (error: unknown) => Failure,
): AsyncGenerator<readonly object[], Response | Failure> {
  try {
    return yield* items
  } catch (error) {
    return map(error)
  }
}
