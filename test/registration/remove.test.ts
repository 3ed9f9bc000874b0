import { describe, expect, test } from 'vitest'
import { remove } from '../../src/registration/rules.ts'
import { byId, session } from './sessions.ts'

const event = byId([session(1), session(2), session(3)])

describe('removing', () => {
  test('takes away what is held', () => {
    expect(remove([session(1), session(2), session(3)], [3, 1], event)).toEqual({ kind: 'removed', removed: [1, 3] })
  })

  test('counts a session named twice once', () => {
    expect(remove([session(1)], [1, 1], event)).toEqual({ kind: 'removed', removed: [1] })
  })

  test('of what is not held is no change', () => {
    expect(remove([session(1)], [2, 1], event)).toEqual({ kind: 'removed', removed: [1] })
    expect(remove([], [2], event)).toEqual({ kind: 'removed', removed: [] })
  })

  test('refuses all for the sake of unknown sessions, and names each', () => {
    expect(remove([session(1)], [9, 1, 8, 9], event)).toEqual({
      kind: 'refused',
      violations: [
        { code: 'SessionNotFound', sessionId: 8 },
        { code: 'SessionNotFound', sessionId: 9 },
      ],
    })
  })

  test('takes a set of ids for the event as well', () => {
    expect(remove([session(2)], [2, 3], new Set([2, 3]))).toEqual({ kind: 'removed', removed: [2] })
  })

  test('takes away a held session that the event no longer has', () => {
    expect(remove([session(7)], [7], event)).toEqual({ kind: 'removed', removed: [7] })
  })
})
