import type { FastifyReply } from 'fastify'

/** What every answer says: that it is what its Content-Type says. */
export const alwaysSent = { 'x-content-type-options': 'nosniff' }

/** A browser that came by HTTPS comes no other way for a year. */
const strictTransport = 'max-age=31536000'

/** Sets what every answer says, and by HTTPS that it is to stay so. Source: RFC 6797. */
export function secured(reply: FastifyReply): FastifyReply {
  if (reply.request.protocol === 'https') reply.header('strict-transport-security', strictTransport)
  return reply.header('x-content-type-options', 'nosniff')
}

/** What pages may load: their own origin's style sheets, scripts, pictures and answers, and nothing inline. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')
