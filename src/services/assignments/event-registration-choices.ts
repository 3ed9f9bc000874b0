import {
  ChoiceReason,
  EventRegistrationChoicesResponse,
  eventRegistrationChoices,
  SessionChoice,
} from '../../contract/choices.ts'
import { Failure } from '../../protocol/schema/failure.ts'
import { type Service, service } from '../../protocol/schema/handler.ts'
import type { Session } from '../../registration/model.ts'
import { assign } from '../../registration/rules.ts'
import { ticketsOf } from '../../store/queries/registration-tickets.ts'
import { sessionsForRules } from '../../store/queries/sessions.ts'
import { responseMetadata, type ServiceContext } from '../shared/context.ts'
import { toReason } from '../shared/errors.ts'
import { findRegistration } from '../shared/find-registration.ts'
import { pageSliceOf, pagingFields } from '../shared/paging.ts'
import { toRuleSession } from '../shared/session-rows.ts'
import { loadSessions } from './assign-sessions.ts'
import { waitlistOf } from './waitlist.ts'

/** What the rules say to each session of an event, by id, for one registration. */
export function eventRegistrationChoicesService(context: ServiceContext): Service {
  return service(eventRegistrationChoices, async (request, { work }) => {
    const { engine, now } = context
    const slice = pageSliceOf(request)
    if (slice instanceof Failure) return slice
    const scope = { client: request.ClientID, event: request.EventID }
    const found = await findRegistration(engine, scope.client, scope.event, request)
    if (found instanceof Failure) return found
    const mine = { ...scope, registration: found.id }
    const held = (await loadSessions(engine, scope, found.id, [])).held.map(toRuleSession)
    const waiting = new Set((await waitlistOf(engine, scope, found.id)).map((place) => place.session))
    const tickets = (await engine.all(ticketsOf, mine)).map((row) => row.ticket_id)
    const sessions = (await engine.all(sessionsForRules, scope)).map(toRuleSession)
    const known = new Map(sessions.map((session) => [session.id, session]))

    const choiceOf = ({ id }: Session) => {
      if (held.some((each) => each.id === id))
        return SessionChoice.create({ SessionId: id, State: 'Held', Reasons: [] })
      const outcome = assign({ cancelled: found.cancelled, tickets }, held, [id], known)
      const violations = outcome.kind === 'refused' ? outcome.violations : []
      const Reasons = violations.map((violation) => {
        const { code, message } = toReason(violation)
        return ChoiceReason.create({ ErrorCode: code, Message: message })
      })
      return SessionChoice.create({ SessionId: id, State: waiting.has(id) ? 'Waiting' : 'Open', Reasons })
    }
    return EventRegistrationChoicesResponse.create({
      ...responseMetadata(request, context, now()),
      EventID: scope.event,
      RegistrationID: found.registrationId,
      BadgeNumber: found.badgeNumber,
      Choices: await work.map(sessions.slice(slice.offset, slice.offset + slice.limit), choiceOf),
      ...pagingFields(slice, sessions.length),
    })
  })
}
