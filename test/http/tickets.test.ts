import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { auditOfEvent } from '../../src/store/queries/audit.ts'
import { ask, expectCounters } from '../support/counters.ts'
import {
  type Answer,
  basic,
  call,
  client,
  event,
  otherClient,
  startTestServer,
  type TestServer,
} from '../support/http-server.ts'
import { assign, error, things } from '../support/programme.ts'

let server: TestServer
const tickets = things(() => server, 'Tickets', 'Tickets')
beforeEach(async () => {
  server = await startTestServer({
    registrations: 4,
    cancelled: [2],
    ticketHolders: [1, 2],
    sessions: [{ id: 101, tickets: [1] }, { id: 102 }],
  })
})
afterEach(async () => {
  await expectCounters(server)
  await server.stop()
})

const make = async (fields: Record<string, unknown>) =>
  Number(tickets.only(await tickets.ask('POST', '', { Name: 'T', ...fields })).TicketId)
const giveTo = (badge: number, Tickets: readonly number[], more: Record<string, unknown> = {}) =>
  ask(server, 'PUT', `Event/${event}/EventRegistrations`, { BadgeNumber: badge, Registrant: { Tickets }, ...more })
const ticketsOf = ({ json }: Answer): unknown => {
  const registrant = json.Registrant
  return typeof registrant === 'object' && registrant !== null && 'Tickets' in registrant && registrant.Tickets
}

const whole = {
  Name: 'Conference',
  Quantity: 50,
  ChargeForEvent: true,
  Active: false,
  Required: true,
  Type: 'Registration',
  Description: 'Three days, “all in”',
  Category: 4,
  UseInventory: true,
  Available: 'Member',
  SKU: 'C-1',
  GLCode: '4000',
  QBClass: 'Events',
  UnitPrice: 120.5,
  Prices: [
    { Id: 1, Name: 'Early', Price: 99.9 },
    { Id: 2, Name: 'Free' },
  ],
  ExcludeFromEvent: true,
  PromoCodeIds: [7, 8],
  IsForCopy: true,
  IsForReuse: true,
  IsLinked: true,
  EventTicketLinkId: 9,
  TaxLocationID: 3,
}

describe('a ticket', () => {
  test('is stored with all its fields, and answered alone and in the list', async () => {
    const made = await tickets.ask('POST', '', { ...whole, TicketId: 5 })
    expect(made.status).toBe(200)
    expect(tickets.only(made)).toMatchObject({ ...whole, TicketId: 5, EventId: event, ClientID: client })
    expect(tickets.only(await tickets.ask('GET', '/5'))).toMatchObject(whole)
    const list = await tickets.ask('GET')
    expect(tickets.each(list, 'TicketId')).toEqual([1, 5])
    expect(list.json).toMatchObject({ RestrictAvailableTypes: true, ListCount: 2, TotalRecords: 2, PageNumber: 1 })
    expect(Date.parse(String(tickets.only(made).DateCreated))).toBeGreaterThan(Date.parse('2025-01-01'))
  })

  test('takes the number it is given where that is free, or the next', async () => {
    expect(await make({ TicketId: 40 })).toBe(40)
    expect(await make({})).toBe(41)
    expect(error(await tickets.ask('POST', '', { TicketId: 40, Name: 'T' }))).toEqual({
      status: 409,
      code: 'AlreadyExists',
      fields: ['TicketId'],
    })
  })

  test('needs a name, and a quantity that is no debt', async () => {
    expect(error(await tickets.ask('POST', '', { Name: ' ' })).fields).toEqual(['Name'])
    expect(error(await tickets.ask('POST', '', { Name: 'T', Quantity: -1 })).fields).toEqual(['Quantity'])
  })

  test('is changed in what is sent, and in nothing else', async () => {
    await tickets.ask('POST', '', { ...whole, TicketId: 5 })
    const changed = await tickets.ask('PUT', '', { TicketId: 5, Description: null, UnitPrice: 0 })
    const { Description: _, ...others } = whole
    expect(tickets.only(changed)).toMatchObject({ ...others, UnitPrice: 0 })
    expect(tickets.only(changed)).not.toHaveProperty('Description')
    expect(error(await tickets.ask('PUT', '', { TicketId: 6, Name: 'X' }))).toMatchObject({
      status: 404,
      code: 'TicketNotFound',
    })
  })

  test('comes in pages', async () => {
    for (const id of [2, 3, 4]) await make({ TicketId: id })
    const page = await tickets.ask('GET', '?PageSize=2&PageNumber=2')
    expect(tickets.each(page, 'TicketId')).toEqual([3, 4])
    expect(page.json).toMatchObject({ PageSize: 2, PageNumber: 2, ListCount: 4 })
    expect(error(await tickets.ask('GET', '?PageSize=0')).fields).toEqual(['PageSize'])
  })

  test('location in JSV and in XML', async () => {
    const jsv = await tickets.ask('POST', '', '{TicketId:8,Name:Half,UnitPrice:0.5,Prices:[{Id:1,Name:a,Price:2}]}', {
      'content-type': 'text/jsv',
      accept: 'text/jsv',
    })
    expect(jsv.text).toContain('Prices:[{Id:1,Name:a,Price:2}]')
    const xml = await tickets.ask('GET', '/8.xml')
    expect(xml.text).toContain('<UnitPrice>0.5</UnitPrice>')
  })

  test('of another client is not there', async () => {
    const there = `${server.url}/Ams/${client}/Event/${event}/Tickets`
    expect((await call('GET', there, undefined, basic(server.otherKey))).status).toBe(404)
    const theirs = await call(
      'POST',
      `${server.url}/Ams/${otherClient}/Event/${event}/Tickets`,
      { Name: 'x' },
      basic(server.key),
    )
    expect(theirs.status).toBe(404)
  })
})

describe('an inventory', () => {
  test('is never oversold: of many who ask at once for the last, one gets it', async () => {
    const id = await make({ UseInventory: true, Quantity: 1 })
    const answers = await Promise.all([1, 3, 4].map((badge) => giveTo(badge, badge === 1 ? [1, id] : [id])))
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409])
    for (const answer of answers.filter((each) => each.status !== 200)) {
      expect(answer.json.ResponseStatus.ErrorCode).toBe('TicketSoldOut')
      expect(error(answer).fields).toEqual(['Registrant.Tickets[0]'])
    }
  })

  test('gets back what is taken away, cancelled or deleted', async () => {
    const id = await make({ UseInventory: true, Quantity: 1 })
    const path = `Event/${event}/EventRegistrations`
    expect((await giveTo(3, [id])).status).toBe(200)
    expect((await giveTo(3, [])).status).toBe(200)
    expect((await giveTo(4, [id])).status).toBe(200)
    await ask(server, 'PUT', path, { BadgeNumber: 4, Registrant: { Status: 'Cancelled' } })
    expect((await giveTo(3, [id])).status).toBe(200)
    await ask(server, 'DELETE', `${path}?BadgeNumber=3`)
    expect((await giveTo(1, [1, id])).status).toBe(200)
  })

  test('without a quantity has no end; of none there is none', async () => {
    const [endless, none] = [await make({ UseInventory: true }), await make({ UseInventory: true, Quantity: 0 })]
    expect((await giveTo(3, [endless])).status).toBe(200)
    expect(error(await giveTo(3, [none])).code).toBe('TicketSoldOut')
  })

  test('is not kept unless UseInventory says so', async () => {
    const id = await make({ Quantity: 1 })
    for (const badge of [3, 4]) expect((await giveTo(badge, [id])).status).toBe(200)
    const kept = await tickets.ask('PUT', '', { TicketId: id, UseInventory: true })
    expect(error(kept)).toEqual({ status: 409, code: 'QuantityBelowSold', fields: ['Quantity'] })
  })

  test('is lowered below what is sold by Force alone', async () => {
    const id = await make({ UseInventory: true, Quantity: 2 })
    for (const badge of [3, 4]) await giveTo(badge, [id])
    const lowered = { TicketId: id, Quantity: 1 }
    expect(error(await tickets.ask('PUT', '', lowered)).code).toBe('QuantityBelowSold')
    expect((await tickets.ask('PUT', '', { ...lowered, Force: true })).status).toBe(200)
    expect(error(await giveTo(1, [1, id])).code).toBe('TicketSoldOut')
  })

  test('counts nothing for cancelled registrations', async () => {
    const id = await make({ UseInventory: true, Quantity: 1 })
    expect((await giveTo(2, [1, id])).status).toBe(200)
    expect((await giveTo(3, [id])).status).toBe(200)
  })
})

describe('giving', () => {
  test('an inactive ticket, or one that is not there, is refused with every reason', async () => {
    const id = await make({ Active: false })
    const answer = await giveTo(3, [id, 99])
    expect(answer.status).toBe(409)
    expect(answer.json.ResponseStatus.Errors).toMatchObject([
      { ErrorCode: 'TicketInactive', FieldName: 'Registrant.Tickets[0]', Meta: { TicketId: String(id) } },
      { ErrorCode: 'TicketNotFound', FieldName: 'Registrant.Tickets[1]', Meta: { TicketId: '99' } },
    ])
  })

  test('stops once a ticket is inactive; who has it keeps it', async () => {
    await tickets.ask('PUT', '', { TicketId: 1, Active: false })
    expect(error(await giveTo(3, [1])).code).toBe('TicketInactive')
    expect(ticketsOf(await giveTo(1, [1]))).toEqual([1])
  })
})

describe('deleting', () => {
  test('a ticket that is held or listed is refused, with the counts', async () => {
    const answer = await tickets.ask('DELETE', '/1')
    expect(error(answer)).toEqual({ status: 409, code: 'InUse', fields: ['TicketId'] })
    expect(answer.json.ResponseStatus.Message).toContain('2 registrations, 1 session')
  })

  test('by Force takes it from registrations and sessions, which the audit tells', async () => {
    expect(tickets.each(await tickets.ask('DELETE', '/1?Force=true'), 'TicketId')).toEqual([])
    expect(ticketsOf(await ask(server, 'GET', `Event/${event}/EventRegistrations?BadgeNumber=1`))).toEqual([])
    expect((await assign(server, 3, 101)).status).toBe(200)
    const audit = await server.engine.all(auditOfEvent, { client, event })
    expect(audit.map(({ action, subject, before, after }) => ({ action, subject, before, after }))).toEqual([
      { action: 'registration.update', subject: 'reg-1', before: '{"Tickets":[1]}', after: '{"Tickets":[]}' },
      { action: 'registration.update', subject: 'reg-2', before: '{"Tickets":[1]}', after: '{"Tickets":[]}' },
      { action: 'session.update', subject: '101', before: '{"Tickets":[1]}', after: '{"Tickets":[]}' },
      expect.objectContaining({ action: 'ticket.delete', subject: '1', after: null }),
      expect.objectContaining({ action: 'assign', subject: 'reg-3' }),
    ])
  })

  test('one that nobody holds needs no Force', async () => {
    const id = await make({})
    expect((await tickets.ask('DELETE', `/${id}`)).status).toBe(200)
    expect((await tickets.ask('GET', `/${id}`)).status).toBe(404)
  })
})
