import { dto, extension, namespaces } from '../protocol/schema/dto.ts'
import { ResponseStatus } from '../protocol/schema/response-status.ts'
import { bool, dateTime, enumeration, int, nullable, string } from '../protocol/schema/types.ts'

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

/** What most operations carry besides: facts of the server process that answered. */
export const BaseDto = dto(
  'BaseDto',
  { extends: BaseSharedDto, namespace: namespaces.toolkit },
  { UsingRedis: bool(), AppInitTime: dateTime(), ServerID: string() },
)

/** The roles that run events. */
export const organisers = ['admin', 'oauthadmin'] as const

/** Asks for one page of a list. */
export const paging = {
  PageSize: extension(nullable(int()), 'How many entries to answer; all, up to 10,000, where it is not given.'),
  PageNumber: extension(nullable(int()), 'Which page of that many entries, from 1.'),
}

/** Tells which page of a list this is. ListCount and TotalRecords are both the number of all entries. */
export const paged = {
  PageSize: extension(nullable(int()), 'The most entries of a page.'),
  PageNumber: extension(nullable(int()), 'Which page this is, from 1.'),
  ListCount: extension(nullable(int()), 'How many entries there are on all pages.'),
  TotalRecords: extension(nullable(int()), 'The same as ListCount.'),
}

/** Carries a change out although it hurts registrations. */
export const force = {
  Force: extension(nullable(bool()), 'Changes or deletes it although registrations hold it.'),
}
