import { expect } from 'vitest'
import { wrongEventCounters, wrongSessionCounters } from '../../src/store/queries/seats.ts'
import { wrongTicketCounters } from '../../src/store/queries/tickets.ts'
import { type Answer, basic, call, client, event, type TestServer } from './http-server.ts'

/** Expects that every counter of the test's client is what the rows say. */
export async function expectCounters(server: TestServer): Promise<void> {
  expect(await server.engine.all(wrongSessionCounters, { client })).toEqual([])
  expect(await server.engine.all(wrongEventCounters, { client })).toEqual([])
  expect(await server.engine.all(wrongTicketCounters, { client })).toEqual([])
}

/** Asks at an address of the test's client, as its key: `Event/7/Tickets`. */
export function ask(
  server: TestServer,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return call(method, `${server.url}/Ams/${client}/${path}`, body, { ...basic(server.key), ...headers })
}

/** Changes the event of the test. */
export function changeEvent(server: TestServer, fields: Record<string, unknown>): Promise<Answer> {
  return ask(server, 'PUT', 'Events', { EventId: event, Name: 'Event', ...fields })
}
