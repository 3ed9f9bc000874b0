import type { Tracer } from '../protocol/host/trace.ts'
import type { Authenticator } from '../protocol/schema/access.ts'
import type { Service } from '../protocol/schema/handler.ts'

/** The service, whose work is a step of its call. */
export function tracedService({ operation, handle }: Service, tracer: Tracer): Service {
  return { operation, handle: (request, call) => tracer.step('service', () => handle(request, call)) }
}

/** The authenticator, whose work is a step of its call. */
export function tracedAuthenticator(authenticator: Authenticator, tracer: Tracer): Authenticator {
  return {
    authenticate: (credentials, origin) =>
      tracer.step('sign-in', async () => authenticator.authenticate(credentials, origin)),
  }
}
