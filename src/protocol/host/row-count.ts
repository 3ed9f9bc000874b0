import { membersOf } from '../formats/members.ts'
import type { DtoType } from '../schema/type-model.ts'

/** How many rows an answer has. */
export type RowCount = (answer: object) => number

/** Counts the items of an answer's lists of DTOs, and of those in the DTOs it holds. Compiled once for each type. */
export function compileRowCount(type: DtoType<object>): RowCount {
  const counts = type.fields.flatMap(({ name, type: field }): RowCount[] => {
    if (field.kind === 'list' && field.item.kind === 'dto') {
      return [
        (answer) => {
          const items = membersOf(answer)[name]
          return Array.isArray(items) ? items.length : 0
        },
      ]
    }
    if (field.kind !== 'dto') return []
    const within = compileRowCount(field)
    return [
      (answer) => {
        const member = membersOf(answer)[name]
        return typeof member === 'object' && member !== null ? within(member) : 0
      },
    ]
  })
  return (answer) => counts.reduce((sum, count) => sum + count(answer), 0)
}
