import { catalogue } from '../protocol/schema/failure.ts'

/** What the management of clients and keys refuses. */
export const accountErrors = catalogue({
  ClientNotFound: [404, (client: number) => `There is no client ${client}. Add it first.`],
  ClientExists: [409, (client: number) => `There is a client ${client} already.`],
  KeyNotFound: [404, (client: number, key: string) => `Client ${client} has no key ${key}.`],
})
