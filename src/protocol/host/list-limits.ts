import { membersOf } from '../formats/members.ts'
import { type Failure, failField } from '../schema/failure.ts'
import type { AnyType, DtoType } from '../schema/type-model.ts'
import { hostErrors } from './errors.ts'
import { maxListItems } from './limits.ts'

/** Finds a list in a value that has more items than a request may have. */
export type ListCheck = (value: object) => Failure | undefined

/** The check of a request type, compiled once, for whatever format it was read from. */
export function compileListCheck(type: DtoType<object>): ListCheck {
  const checks = fieldsOf(type).map(
    ([name, check]) =>
      (value: object) =>
        check(membersOf(value)[name], name),
  )
  return (value) => firstOf(checks, (check) => check(value))
}

type Check = (value: unknown, path: string) => Failure | undefined

/** What there is to check in a type; undefined where it holds no list. */
function checkOf(type: AnyType): Check | undefined {
  if (type.kind === 'list') {
    const within = checkOf(type.item)
    return (value, path) => {
      if (!Array.isArray(value)) return undefined
      if (value.length > maxListItems) return failField(path, hostErrors.ListTooLong, path, maxListItems)
      return within && firstOf(value, (item: unknown, i) => within(item, `${path}[${i}]`))
    }
  }
  if (type.kind !== 'dto') return undefined
  const fields = fieldsOf(type)
  if (fields.length === 0) return undefined
  return (value, path) => {
    if (typeof value !== 'object' || value === null) return undefined
    return firstOf(fields, ([name, check]) => check(membersOf(value)[name], `${path}.${name}`))
  }
}

function fieldsOf({ fields }: DtoType<object>): [name: string, check: Check][] {
  return fields.flatMap(({ name, type }): [string, Check][] => {
    const check = checkOf(type)
    return check ? [[name, check]] : []
  })
}

function firstOf<T>(items: readonly T[], check: (item: T, index: number) => Failure | undefined): Failure | undefined {
  for (const [i, item] of items.entries()) {
    const found = check(item, i)
    if (found) return found
  }
  return undefined
}
