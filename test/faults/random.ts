/** Chance that is the same for the same seed. */
export interface Random {
  /** An integer from 1 to `most`. */
  upTo(most: number): number
  chance(probability: number): boolean
  /** @throws Error where there is none */
  of<T>(list: readonly T[]): T
}

export function randomOf(seed: number): Random {
  let state = BigInt(seed) + 1n
  // A linear congruential generator with the constants of Knuth's MMIX; the high bits are the good ones.
  const next = () => {
    state = BigInt.asUintN(64, state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n)
    return Number(state >> 32n) / 2 ** 32
  }
  for (let i = 0; i < 8; i++) next()
  return {
    upTo: (most) => 1 + Math.floor(next() * most),
    chance: (probability) => next() < probability,
    of: (list) => {
      const one = list[Math.floor(next() * list.length)]
      if (one === undefined) throw new Error('There is nothing to choose from')
      return one
    },
  }
}
