import type { Failure } from './failure.ts'
import { ResponseError, ResponseStatus } from './response-status.ts'
import type { Value } from './type-model.ts'

/** A failure as the wire tells it; Errors is there even when it is empty, as clients expect. */
export function statusOf(failure: Failure): Value<typeof ResponseStatus> {
  return ResponseStatus.create({
    ErrorCode: failure.code,
    Message: failure.message,
    Meta: failure.meta ? new Map(Object.entries(failure.meta)) : null,
    Errors: failure.reasons.map((reason) =>
      ResponseError.create({
        ErrorCode: reason.code,
        // Never unset: the official client's fieldError() looks into the name of every entry.
        FieldName: reason.field ?? '',
        Message: reason.message,
        Meta: reason.meta ? new Map(Object.entries(reason.meta)) : null,
      }),
    ),
  })
}
