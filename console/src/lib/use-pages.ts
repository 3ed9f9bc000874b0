import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Answer, Problem } from '../api/client.ts'

/** Rows of a long list, of which pages are read as they come in sight. */
export interface Pages<Row> {
  /** Of all rows; null until the first page is there. */
  readonly total: number | null
  readonly problem: Problem | null
  /** Those of the pages that are there, from the first on. */
  rows(): readonly Row[]
  /** Undefined until its page is there. */
  row(index: number): Row | undefined
  /** Reads the pages of these rows, those that are not there yet. */
  need(first: number, last: number): void
  reload(): void
}

interface PagesState<Row> {
  readonly key: string
  /** The reading that the pages are of: each key, and each reload, begins a new one. */
  readonly turn: number
  readonly total: number | null
  readonly problem: Problem | null
  readonly pages: ReadonlyMap<number, readonly Row[]>
}

/** One page, and how many rows there are on all. */
type ReadPage<Row> = (page: number, pageSize: number) => Promise<Answer<{ rows: readonly Row[]; total: number }>>

/**
 * Reads a list anew whenever `key` changes. Its rows stay in sight until the first answer for the new key: rows of one key are never
 * shown together with those of another, nor with the failure of another.
 */
export function usePages<Row>(key: string, readPage: ReadPage<Row>, pageSize: number): Pages<Row> {
  const [state, setState] = useState<PagesState<Row>>({ key, turn: 0, total: null, problem: null, pages: new Map() })
  const turn = useRef(0)
  const asked = useRef(new Set<number>())
  const latest = useRef(readPage)
  latest.current = readPage
  const latestKey = useRef(key)
  latestKey.current = key

  const fetchPage = useCallback(
    (page: number) => {
      if (asked.current.has(page)) return
      asked.current.add(page)
      const mine = turn.current
      const read = latestKey.current
      void latest.current(page, pageSize).then((answer) => {
        if (mine !== turn.current) return
        if (!answer.ok) asked.current.delete(page)
        setState((before) => {
          if (!answer.ok) {
            const kept = before.key === read ? before : { key: read, turn: mine, total: null, pages: new Map() }
            return { ...kept, problem: answer.problem }
          }
          const { rows, total } = answer.value
          const pages = before.turn === mine ? before.pages : []
          return { key: read, turn: mine, total, problem: null, pages: new Map(pages).set(page, rows) }
        })
      })
    },
    [pageSize],
  )
  const reload = useCallback(() => {
    turn.current++
    asked.current = new Set()
    fetchPage(1)
  }, [fetchPage])
  useEffect(reload, [key, reload])
  const need = useCallback(
    (first: number, last: number) => {
      const [from, to] = [Math.floor(first / pageSize), Math.floor(last / pageSize)]
      for (let page = from; page <= to; page++) fetchPage(page + 1)
    },
    [fetchPage, pageSize],
  )
  return {
    total: state.total,
    rows: () => [...state.pages].sort(([a], [b]) => a - b).flatMap(([, rows]) => rows),
    problem: state.problem,
    row: (index) => state.pages.get(Math.floor(index / pageSize) + 1)?.[index % pageSize],
    need,
    reload,
  }
}
