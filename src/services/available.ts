import type { Authenticator } from '../protocol/schema/access.ts'
import { Failure } from '../protocol/schema/failure.ts'
import type { Service } from '../protocol/schema/handler.ts'
import { StoreError, type StoreTrouble } from '../store/errors.ts'
import { serviceErrors } from './errors.ts'

/** Told of each call that the database could not serve. The request is null where only its credentials were looked at. */
export type Report = (error: StoreError, requestId: string | null) => void

/** The troubles that pass, and the seconds after which a repeat makes sense. The others are defects. */
const passing: { readonly [trouble in StoreTrouble]?: number } = { closed: 1, locked: 1, full: 30 }

/** The service, which refuses a call with ServiceUnavailable (503) where the database cannot serve it now. */
export function availableService(service: Service, report: Report): Service {
  return {
    operation: service.operation,
    async handle(request, call) {
      try {
        return await service.handle(request, call)
      } catch (error) {
        return unavailable(error, call.requestId, report)
      }
    },
  }
}

/** As {@link availableService}, for who calls. */
export function availableAuthenticator(authenticator: Authenticator, report: Report): Authenticator {
  return {
    async authenticate(credentials) {
      try {
        return await authenticator.authenticate(credentials)
      } catch (error) {
        return unavailable(error, null, report)
      }
    },
  }
}

/** @throws what is no passing trouble of the database */
function unavailable(error: unknown, requestId: string | null, report: Report): Failure {
  const retryAfter = error instanceof StoreError ? passing[error.trouble] : undefined
  if (!(error instanceof StoreError) || retryAfter === undefined) throw error
  report(error, requestId)
  const { code, status, text } = serviceErrors.ServiceUnavailable
  return new Failure({ code, status, message: text(), retryAfter })
}
