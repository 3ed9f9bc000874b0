import { Failure, type Reason } from '../../protocol/schema/failure.ts'

/** A reason of a refusal, with the HTTP status that it has by itself. */
export interface ReasonWithStatus extends Reason {
  readonly status: number
}

/** Every reason at once; the whole has the code and text of its first reason of the highest status. */
export function combineReasons(reasons: readonly ReasonWithStatus[]): Failure {
  const status = Math.max(...reasons.map((reason) => reason.status))
  const first = reasons.find((reason) => reason.status === status)
  return new Failure({ code: first?.code ?? '', status, message: first?.message ?? '', reasons })
}
