import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core'
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks'

interface Virtual {
  /** Of the element that scrolls. */
  readonly ref: RefObject<HTMLDivElement | null>
  /** The rows that are in sight, and some around them. */
  readonly items: readonly VirtualItem[]
  /** Of all rows, in pixels. */
  readonly height: number
}

/** Keeps only those of many rows in the document that can be seen. All rows are of one height, in pixels. */
export function useVirtual(count: number, rowHeight: number): Virtual {
  const ref = useRef<HTMLDivElement>(null)
  const [, draw] = useReducer((turn: number, _: undefined) => turn + 1, 0)
  const options = {
    count,
    getScrollElement: () => ref.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => draw(undefined),
  }
  const [virtualizer] = useState(() => new Virtualizer<HTMLDivElement, HTMLTableRowElement>(options))
  virtualizer.setOptions(options)
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer])
  useLayoutEffect(() => virtualizer._willUpdate())
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight])
  return { ref, items: virtualizer.getVirtualItems(), height: virtualizer.getTotalSize() }
}
