import { dto, field } from '../protocol/schema/dto.ts'
import { del, get, operation, post, put } from '../protocol/schema/operation.ts'
import { array, bool, dateTime, double, enumeration, int, list, nullable, string } from '../protocol/schema/types.ts'
import { BaseDto, force, organisers, paged, paging } from './base.ts'

/** Of these the pages show the first value of the one and one value of the other; the rest are ours. */
export const TicketType = enumeration('TicketType', ['Product', 'Registration'])
export const AvailableType = enumeration('AvailableType', ['Both', 'Member', 'NonMember'])

export const ProductPrice = dto('ProductPrice', {}, { Id: int(), Name: string(), Price: nullable(double()) })

export const EventTickets = dto(
  'EventTickets',
  { extends: BaseDto },
  {
    TicketId: field(nullable(int()), { travels: 'path' }),
    EventId: field(int(), { travels: 'path' }),
    DateCreated: field(dateTime(), { travels: 'body' }),
    Name: field(string(), { travels: 'body' }),
    Quantity: field(nullable(int()), { travels: 'body' }),
    ChargeForEvent: field(bool(), { travels: 'body' }),
    Active: field(nullable(bool()), { travels: 'body' }),
    Required: field(nullable(bool()), { travels: 'body' }),
    Type: field(TicketType, { travels: 'body' }),
    Description: field(string(), { travels: 'body' }),
    Category: field(nullable(int()), { travels: 'body' }),
    UseInventory: field(bool(), { travels: 'body' }),
    Available: field(nullable(AvailableType), { travels: 'body' }),
    SKU: field(string(), { travels: 'body' }),
    GLCode: field(string(), { travels: 'body' }),
    QBClass: field(string(), { travels: 'body' }),
    UnitPrice: field(nullable(double()), { travels: 'body' }),
    Prices: field(array(ProductPrice), { travels: 'body' }),
    ExcludeFromEvent: field(bool(), { travels: 'body' }),
    PromoCodeIds: field(list(int()), { travels: 'body' }),
    IsForCopy: field(bool(), { travels: 'body' }),
    IsForReuse: field(bool(), { travels: 'body' }),
    IsLinked: field(bool(), { travels: 'body' }),
    EventTicketLinkId: field(int(), { travels: 'body' }),
    TaxLocationID: field(nullable(int()), { travels: 'body' }),
    ...force,
    ...paging,
  },
)

export const EventTicketsResponse = dto(
  'EventTicketsResponse',
  { extends: BaseDto },
  { Tickets: list(EventTickets), RestrictAvailableTypes: bool(), ...paged },
)

const path = '/Ams/{ClientID}/Event/{EventId}/Tickets'

/** The tickets of an event. */
export const eventTickets = operation({
  request: EventTickets,
  response: EventTicketsResponse,
  roles: organisers,
  routes: [
    get(path, 'The tickets of the event.'),
    put(path, 'Update a ticket.'),
    post(path, 'Create a ticket.'),
    get(`${path}/{TicketId}`, 'One ticket.'),
    del(`${path}/{TicketId}`, 'Delete a ticket.'),
  ],
})
