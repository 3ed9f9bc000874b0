import type { Reason } from '../schema/failure.ts'
import type { AnyType, DtoType } from '../schema/type-model.ts'
import { documentReader, listAppender } from './jsv/jsv.ts'
import { finderByName, membersOf } from './members.ts'
import { noting, Problems, shown } from './problems.ts'
import { expected } from './scalars.ts'

/** Sets the fields of a DTO from the values of a query string, a form or a path. */
export interface Parameters<T extends object> {
  /**
   * Sets the field `name`, in any letter case, from all the values that came under that name, and adds its declared
   * name to `sent`. A string is taken as it stands; what is not a scalar is JSV, a list also without its brackets. Of
   * several values the last counts, but those of a list are joined. Empty values and unknown names set nothing.
   * @returns the reasons why a value is refused, each with its field; undefined when there are none
   */
  set(target: T, name: string, values: readonly string[], sent: Set<string>): readonly Reason[] | undefined
}

/** Compiles the parameters of a DTO. */
export function compileParameters<T extends object>(type: DtoType<T>): Parameters<T> {
  const find = finderByName(type.fields.map(({ name, type: fieldType }) => ({ name, read: valuesReader(fieldType) })))
  return {
    set(target, name, values, sent) {
      const field = find(name)
      if (field === undefined) return undefined
      const problems = new Problems()
      const value = field.read(values, problems)
      if (problems.count > 0) {
        problems.within(field.name, 0)
        return problems.reasons
      }
      if (value === undefined || value === null) return undefined
      membersOf(target)[field.name] = value
      sent.add(field.name)
      return undefined
    },
  }
}

/** Reads all the values of one name; answers undefined when there is none. */
type ValuesReader = (values: readonly string[], problems: Problems) => unknown

function valuesReader(type: AnyType): ValuesReader {
  if (type.kind === 'string') return (values) => values.at(-1) || undefined
  if (type.kind === 'list') {
    const append = listAppender(type)
    return (values, problems) => {
      const items: unknown[] = []
      const found = values.map((text) => noting(problems, text, () => append(text, problems, items)))
      return found.includes(true) ? items : undefined
    }
  }
  const read = documentReader(type)
  const isObject = type.kind === 'dto' || type.kind === 'dictionary'
  return (values, problems) => {
    const text = values.at(-1) ?? ''
    // A client's `[object Object]` is a bad value of its field; in a body it would be bad syntax.
    if (isObject && !/^\s*(?:\{|$)/.test(text)) return problems.add(expected(type), shown(text))
    return noting(problems, text, () => read(text, problems))
  }
}
