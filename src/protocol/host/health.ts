import type { FastifyInstance } from 'fastify'
import { alwaysSent } from './security.ts'

/** What the addresses begin with. */
export const healthPath = '/health/'

/** How long a caller is to wait before asking again, in seconds. */
const retryAfter = 1

/**
 * Answers whoever watches the process: `/health/live`, that it runs, and `/health/ready`, whether it can serve (200) or
 * not at the moment (503). They are no operations: everybody may ask, in no format, and they are not in the access log.
 * @param notReady why the server is not ready, such as `database damaged`; null: it is ready; never rejects
 */
export function mountHealth(server: FastifyInstance, notReady: () => Promise<string | null>): void {
  const method = ['GET', 'HEAD']
  const asked = { 'cache-control': 'no-store', ...alwaysSent }
  server.route({
    method,
    url: `${healthPath}live`,
    handler: (_request, reply) => reply.headers(asked).send({ live: true }),
  })
  server.route({
    method,
    url: `${healthPath}ready`,
    async handler(_request, reply) {
      const reason = await notReady()
      if (reason !== null) reply.code(503).header('retry-after', retryAfter)
      return reply.headers(asked).send(reason === null ? { ready: true } : { ready: false, reason })
    },
  })
}
