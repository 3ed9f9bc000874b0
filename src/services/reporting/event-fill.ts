import { EventFillResponse, eventFill, FillEntry } from '../../contract/fill.ts'
import { DateTime } from '../../protocol/schema/datetime.ts'
import { failField } from '../../protocol/schema/failure.ts'
import { type Service, service } from '../../protocol/schema/handler.ts'
import { seatChanges } from '../../store/queries/audit.ts'
import { eventById } from '../../store/queries/events.ts'
import { sessionById } from '../../store/queries/reports/session-list.ts'
import { responseMetadata, type ServiceContext } from '../shared/context.ts'
import { ruleErrors, serviceErrors } from '../shared/errors.ts'
import { downsample, occupancyOf } from './fill-history.ts'

/** How many points are answered where nothing else is asked, and at most. */
const [usualPoints, mostPoints] = [500, 5_000]

/** How many places of an event, or of a session of it, were taken over time. */
export function eventFillService(context: ServiceContext): Service {
  return service(eventFill, async (request) => {
    const { engine, now } = context
    const { ClientID: client, EventID: event, SessionId: session, Points } = request
    const points = Points ?? usualPoints
    if (points < 2 || points > mostPoints) {
      return failField('Points', serviceErrors.ArgumentException, `a number from 2 to ${mostPoints}`)
    }
    if (!(await engine.first(eventById, { client, event }))) {
      return failField('EventID', serviceErrors.NotFound, { kind: 'event', event })
    }
    if (session !== null && !(await engine.first(sessionById, { client, event, id: session }))) {
      return failField('SessionId', ruleErrors.SessionNotFound, session)
    }
    const steps = occupancyOf(await engine.all(seatChanges, { client, event }), session)
    return EventFillResponse.create({
      ...responseMetadata(request, context, now()),
      EventID: event,
      SessionId: session,
      FillList: downsample(steps, points).map(({ at, taken }) =>
        FillEntry.create({ At: DateTime.fromEpoch(at), Taken: taken }),
      ),
    })
  })
}
