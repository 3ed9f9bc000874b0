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
    TicketId: field(nullable(int()), { location: 'path' }),
    EventId: field(int(), { location: 'path' }),
    DateCreated: field(dateTime(), { location: 'body' }),
    Name: field(string(), { location: 'body' }),
    Quantity: field(nullable(int()), { location: 'body' }),
    ChargeForEvent: field(bool(), { location: 'body' }),
    Active: field(nullable(bool()), { location: 'body' }),
    Required: field(nullable(bool()), { location: 'body' }),
    Type: field(TicketType, { location: 'body' }),
    Description: field(string(), { location: 'body' }),
    Category: field(nullable(int()), { location: 'body' }),
    UseInventory: field(bool(), { location: 'body' }),
    Available: field(nullable(AvailableType), { location: 'body' }),
    SKU: field(string(), { location: 'body' }),
    GLCode: field(string(), { location: 'body' }),
    QBClass: field(string(), { location: 'body' }),
    UnitPrice: field(nullable(double()), { location: 'body' }),
    Prices: field(array(ProductPrice), { location: 'body' }),
    ExcludeFromEvent: field(bool(), { location: 'body' }),
    PromoCodeIds: field(list(int()), { location: 'body' }),
    IsForCopy: field(bool(), { location: 'body' }),
    IsForReuse: field(bool(), { location: 'body' }),
    IsLinked: field(bool(), { location: 'body' }),
    EventTicketLinkId: field(int(), { location: 'body' }),
    TaxLocationID: field(nullable(int()), { location: 'body' }),
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
