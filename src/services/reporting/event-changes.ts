import type { Accounts } from '../../accounts/accounts.ts'
import { eventChanges } from '../../contract/changes.ts'
import { EventStream, type StreamMessage } from '../../protocol/schema/event-stream.ts'
import { failField, failFor } from '../../protocol/schema/failure.ts'
import { type Call, type Service, service } from '../../protocol/schema/handler.ts'
import { eventById } from '../../store/queries/events.ts'
import type { ServiceContext } from '../shared/context.ts'
import { serviceErrors } from '../shared/errors.ts'
import type { ChangeFeed } from './change-feed.ts'

/** The most who watch at once, in one process, and when one more may try again, in seconds. */
const mostWatchers = 1_000
const retryAfter = 30
/** The most of them of one tenant: the others can watch too. */
const maxWatchersOfTenant = 500
/** How often it is looked whether a watcher's sign-in still stands, in milliseconds. */
const checkEvery = 15_000

/** What changes in an event, as it happens, to whoever watches and for as long as their sign-in stands. */
export function eventChangesService({ engine }: ServiceContext, accounts: Accounts, feed: ChangeFeed): Service {
  const { now } = accounts
  return service(eventChanges, async ({ ClientID: client, EventID: event }, call) => {
    if (!(await engine.first(eventById, { client, event }))) {
      return failField('EventID', serviceErrors.NotFound, { kind: 'event', event })
    }
    if (feed.watchers >= mostWatchers) return failFor(retryAfter, serviceErrors.TooManyWatchers, mostWatchers)
    if (feed.watchersOf(client) >= maxWatchersOfTenant) {
      return failFor(retryAfter, serviceErrors.TooManyWatchers, maxWatchersOfTenant)
    }
    return new EventStream(messages())

    async function* messages(): AsyncGenerator<StreamMessage> {
      let checkedAt = now()
      for await (const told of feed.watch({ client, event })) {
        if (now() - checkedAt >= checkEvery) {
          if (!(await stands(accounts, call))) return
          checkedAt = now()
        }
        if (told.kind === 'nothing') yield { name: null, data: null }
        else yield { name: told.kind, data: { EventID: event, Counters: told.counters } }
      }
    }
  })
}

/** Whether a sign-in is still good; looking at it does not make it last longer. */
async function stands({ signIns, grants, apiKeys: keyCheck }: Accounts, call: Call): Promise<boolean> {
  const { credentials, principal } = call
  if (credentials === null || principal === null) return false
  switch (credentials.kind) {
    case 'session':
      return signIns.isOpen(credentials.sessionId)
    case 'bearer':
      return (await grants.resolve(credentials.token)) !== null
    case 'basic':
      return keyCheck.isInUse(principal.id)
  }
}
