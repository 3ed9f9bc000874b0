import pg from 'pg'

/** What SQLite answers as numbers is a number here too. The codes are those of PostgreSQL's catalogue pg_type. */
const boolean = 16
const bigint = 20
const numeric = 1700

/** How columns of this store become values: numbers, text and null, as on SQLite. */
export const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === bigint || oid === numeric) return safeNumber
    if (oid === boolean) return (text: string) => (text === 't' ? 1 : 0)
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
  },
}

/** @throws RangeError where a number would be another one */
function safeNumber(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new RangeError(`${text} is no exact number here`)
  return value
}

/** PostgreSQL's text holds no NUL: it is kept as U+FFFD, as what is no Unicode is on both engines. */
export function encoded(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value
}
