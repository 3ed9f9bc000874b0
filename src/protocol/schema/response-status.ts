import { dto, namespaces } from './dto.ts'
import { dictionary, list, string } from './types.ts'

/** One reason of a refusal, with the field it is about. */
export const ResponseError = dto(
  'ResponseError',
  { namespace: namespaces.serviceStack },
  { ErrorCode: string(), FieldName: string(), Message: string(), Meta: dictionary(string()) },
)

/** How a call ended; in an answer without an error all its members are unset. */
export const ResponseStatus = dto(
  'ResponseStatus',
  { namespace: namespaces.serviceStack },
  {
    ErrorCode: string(),
    Message: string(),
    StackTrace: string(),
    Errors: list(ResponseError),
    Meta: dictionary(string()),
  },
)

/** The answer to a refused call where the operation has no answer of its own, or the address no operation. */
export const ErrorResponse = dto('ErrorResponse', { namespace: namespaces.serviceStack }, { ResponseStatus })
