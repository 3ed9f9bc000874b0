import type { Failure } from './failure.ts'
import type { Value } from './nodes.ts'
import { ResponseError, ResponseStatus } from './response-status.ts'

/** A failure as the wire tells it; Errors is there even when it is empty, as clients expect. */
export function statusOf(failure: Failure): Value<typeof ResponseStatus> {
  return ResponseStatus.create({
    ErrorCode: failure.code,
    Message: failure.message,
    Meta: failure.meta ? new Map(Object.entries(failure.meta)) : null,
    Errors: failure.reasons.map((reason) =>
      ResponseError.create({
        ErrorCode: reason.code,
        FieldName: reason.field ?? null,
        Message: reason.message,
        Meta: reason.meta ? new Map(Object.entries(reason.meta)) : null,
      }),
    ),
  })
}
