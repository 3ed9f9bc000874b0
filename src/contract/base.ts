import { dto, namespaces } from '../protocol/schema/dto.ts'
import { ResponseStatus } from '../protocol/schema/response-status.ts'
import { bool, dateTime, enumeration, int } from '../protocol/schema/types.ts'

/** The device a request says it comes from; echoed in the answer. */
export const Device = enumeration('Device', ['Desktop', 'IOS', 'Android'])

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
