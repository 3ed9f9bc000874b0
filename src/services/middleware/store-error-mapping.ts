import type { Authenticator } from '../../protocol/schema/access.ts'
import { type Failure, fail, failFor } from '../../protocol/schema/failure.ts'
import type { Service } from '../../protocol/schema/handler.ts'
import { Streamed } from '../../protocol/schema/streamed.ts'
import { StoreError, type StoreErrorCode } from '../../store/errors.ts'
import { serviceErrors } from '../shared/errors.ts'

/** Told of each call that the database could not serve.*/
export type Report = (error: StoreError, requestId: string) => void

/** The troubles of a database that are no defects of the program, and the seconds after which a repeat makes sense. */
const passing: { readonly [trouble in StoreErrorCode]?: number } = {
  closed: 1,
  locked: 1,
  busy: 1,
  unreachable: 5,
  full: 30,
  damaged: 60,
  missing: 60,
  'read-only': 60,
  unreadable: 60,
}

/**
 * The service, which refuses a call with ServiceUnavailable (503) where the database cannot serve it now, and with
 * OutcomeUnknown (503) where nobody knows whether it did.
 */
export function withStoreErrorMapping(service: Service, report: Report): Service {
  return {
    operation: service.operation,
    async handle(request, call) {
      try {
        const answer = await service.handle(request, call)
        if (!(answer instanceof Streamed)) return answer
        return answer.mapErrors((error) => unavailable(error, call.requestId, report))
      } catch (error) {
        return unavailable(error, call.requestId, report)
      }
    },
  }
}

/** As {@link withStoreErrorMapping}, for who calls. */
export function withStoreErrorMappingForAuthenticator(authenticator: Authenticator, report: Report): Authenticator {
  return {
    async authenticate(credentials, origin) {
      try {
        return await authenticator.authenticate(credentials, origin)
      } catch (error) {
        return unavailable(error, origin.requestId, report)
      }
    },
  }
}

/** @throws what is no passing trouble of the database */
function unavailable(error: unknown, requestId: string, report: Report): Failure {
  if (!(error instanceof StoreError)) throw error
  if (error.code === 'unknown') {
    report(error, requestId)
    return fail(serviceErrors.OutcomeUnknown)
  }
  const retryAfter = passing[error.code]
  if (retryAfter === undefined) throw error
  report(error, requestId)
  return failFor(retryAfter, serviceErrors.ServiceUnavailable)
}
