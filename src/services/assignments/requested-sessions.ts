import { Failure, type Reason } from '../../protocol/schema/failure.ts'
import { serviceErrors } from '../shared/errors.ts'

/** The sessions that a request names, and the field that names each: the first one, where several do. */
export type RequestedSessions = ReadonlyMap<number, string>

/** Bounds the work of one call. */
const mostNamed = 1_000

const keys = ['sessionid', 'id']
const wholeNumber = /^\s*[+-]?\d{1,10}\s*$/

/**
 * The union of SessionIds, and of those entries of Sessions that name a session by the key SessionId (any letter case;
 * Id too). Source: contract.md, "Which sessions".
 * @returns a failure where none is named, too many are, or an entry names none
 */
export function requestedSessions(request: {
  readonly SessionIds: readonly number[] | null
  readonly Sessions: readonly (ReadonlyMap<string, string> | null)[] | null
}): RequestedSessions | Failure {
  const named = new Map<number, string>()
  const name = (id: number, field: string) => {
    if (!named.has(id)) named.set(id, field)
  }
  const reasons: Reason[] = []
  request.SessionIds?.forEach((id, i) => {
    name(id, `SessionIds[${i}]`)
  })
  request.Sessions?.forEach((entry, i) => {
    const id = entry === null ? undefined : idOf(entry)
    if (id === undefined) reasons.push(wrong('a SessionId, a whole number of 32 bits', `Sessions[${i}]`))
    else name(id, `Sessions[${i}]`)
  })
  if (named.size > mostNamed) return refused([wrong(`at most ${mostNamed} sessions`, 'SessionIds')])
  if (reasons.length > 0) return refused(reasons.slice(0, mostReasons))
  return named.size > 0 ? named : refused([wrong('at least one session, in SessionIds or Sessions', 'SessionIds')])
}

/** As many as the readers of the formats list. */
const mostReasons = 100

function idOf(entry: ReadonlyMap<string, string>): number | undefined {
  for (const [key, text] of entry) {
    if (!keys.includes(key.trim().toLowerCase()) || !wholeNumber.test(text)) continue
    const id = Number(text)
    if (id === (id | 0)) return id
  }
  return undefined
}

function wrong(expected: string, field: string): Reason {
  return { code: 'ArgumentException', message: serviceErrors.ArgumentException.text(expected), field }
}

function refused(reasons: readonly Reason[]): Failure {
  const { code, status } = serviceErrors.ArgumentException
  return new Failure({ code, status, message: reasons[0]?.message ?? '', reasons })
}
