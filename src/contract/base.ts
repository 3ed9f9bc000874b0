import { dto, namespaces } from '../protocol/schema/dto.ts'
import { bool, dateTime, dictionary, enumeration, int, list, string } from '../protocol/schema/types.ts'

/** The device a request says it comes from; echoed in the answer. */
export const Device = enumeration('Device', ['Desktop', 'IOS', 'Android'])

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

/** What every request and answer of the family carries. */
export const BaseSharedDto = dto(
  'BaseSharedDto',
  { namespace: namespaces.toolkit },
  {
    ClientID: int(),
    ResponseStatus,
    BypassCache: bool(),
    DateCached: dateTime(),
    Device,
  },
)
