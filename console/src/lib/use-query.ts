import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Answer, Problem } from '../api/client.ts'

/** What is known of an answer that was asked for. While it is asked for anew, what was answered before stays. */
export interface Asked<T> {
  readonly value: T | null
  readonly problem: Problem | null
  readonly isLoading: boolean
  /** Asks anew. */
  reload(): void
}

/**
 * Asks as soon as it is shown, and again whenever `key` changes; where the server was not reached, again when the browser is
 * online. Of several answers the last one asked for counts.
 */
export function useAnswer<T>(key: string, ask: () => Promise<Answer<T>>): Asked<T> {
  const [state, setState] = useState<{ key: string; value: T | null; problem: Problem | null; isLoading: boolean }>({
    key,
    value: null,
    problem: null,
    isLoading: true,
  })
  const turn = useRef(0)
  const latest = useRef(ask)
  latest.current = ask
  const reload = useCallback(() => {
    const mine = ++turn.current
    setState((before) =>
      before.key === key ? { ...before, isLoading: true } : { key, value: null, problem: null, isLoading: true },
    )
    void latest.current().then((answer) => {
      if (mine !== turn.current) return
      setState((before) => ({
        key,
        value: answer.ok ? answer.value : before.value,
        problem: answer.ok ? null : answer.problem,
        isLoading: false,
      }))
    })
  }, [key])
  useEffect(() => {
    reload()
    return () => {
      turn.current++
    }
  }, [reload])
  const isUnreached = state.problem?.code === 'Unreachable'
  useEffect(() => {
    if (!isUnreached) return
    addEventListener('online', reload)
    return () => removeEventListener('online', reload)
  }, [isUnreached, reload])
  const current = state.key === key ? state : { value: null, problem: null, isLoading: true }
  return { ...current, reload }
}
