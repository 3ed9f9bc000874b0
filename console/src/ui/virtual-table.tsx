import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { useIsNarrow } from '../lib/use-narrow.ts'
import { useIsPrinting } from '../lib/use-printing.ts'
import { useVirtual } from '../lib/use-virtual.ts'

export interface Column {
  readonly name: string
  readonly class?: string
}

interface VirtualTableProps {
  /** What a screen reader calls it. */
  readonly label: string
  readonly columns: readonly Column[]
  readonly count: number
  /** The cells of a row; the first is its heading. */
  readonly cells: (index: number) => readonly ComponentChildren[]
  readonly rowKey: (index: number) => string | number
  /** Is told which rows are in sight. */
  readonly onRange?: (first: number, last: number) => void
}

/** The height of a row in pixels, and of one on a phone; as in table.css. */
const heights = { wide: 44, narrow: 84 }

/** A table of thousands of rows that scrolls by itself. A screen reader learns how many rows there are, and which it is in. */
export function VirtualTable({ label, columns, count, cells, rowKey, onRange }: VirtualTableProps) {
  const isPrinting = useIsPrinting()
  const { ref, items, height } = useVirtual(count, useIsNarrow() ? heights.narrow : heights.wide)
  const [first, last] = [items[0], items.at(-1)]
  const [from, to] = [first?.index ?? 0, last?.index ?? 0]
  useEffect(() => onRange?.(from, to), [onRange, from, to])
  const indexes = isPrinting ? Array.from({ length: count }, (_, index) => index) : items.map(({ index }) => index)
  const [above, below] = isPrinting ? [0, 0] : [first?.start ?? 0, height - (last?.end ?? 0)]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="virtual" ref={ref} tabIndex={0} aria-label={label}>
      <table aria-rowcount={count + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th key={column.name} scope="col" class={column.class}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Space height={above} />
          {indexes.map((index) => (
            <Row key={rowKey(index)} index={index} columns={columns} cells={cells(index)} />
          ))}
          <Space height={below} />
        </tbody>
      </table>
    </section>
  )
}

interface RowProps {
  readonly index: number
  readonly columns: readonly Column[]
  readonly cells: readonly ComponentChildren[]
}

function Row({ index, columns, cells: [heading, ...rest] }: RowProps) {
  return (
    <tr aria-rowindex={index + 2}>
      <th scope="row" class={columns[0]?.class}>
        {heading}
      </th>
      {rest.map((cell, at) => (
        <td key={at} class={columns[at + 1]?.class}>
          {cell}
        </td>
      ))}
    </tr>
  )
}

/** Holds the place of the rows that are not in the document. */
function Space({ height }: { height: number }) {
  return height > 0 ? <tr class="space" style={{ height: `${height}px` }} /> : null
}
