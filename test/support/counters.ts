import { expect } from 'vitest'
import { countersThatDisagree, eventCountersThatDisagree } from '../../src/store/queries/seats.ts'
import { ticketCountersThatDisagree } from '../../src/store/queries/tickets.ts'
import { type Answer, basic, call, client, event, type TestServer } from './http-server.ts'

/** Expects that every counter of the test's client is what the rows say. */
export async function expectCounters(server: TestServer): Promise<void> {
  expect(await server.engine.all(countersThatDisagree, { client })).toEqual([])
  expect(await server.engine.all(eventCountersThatDisagree, { client })).toEqual([])
  expect(await server.engine.all(ticketCountersThatDisagree, { client })).toEqual([])
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
