import type { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { guardCallback } from '../../runtime/guard.ts'

/** How long requests under way may take to end, in milliseconds. */
const stopWithin = 30_000
/** How often connections that have become idle are looked for, in milliseconds. */
const sweepEvery = 50

/** Ends a host. @param drain how long connections are given to be told, in milliseconds */
export type Stop = (drain?: number) => Promise<void>

/**
 * Prepares the end of a host that does not listen yet. The function that it answers takes no new requests, and ends when
 * those under way are answered, or cut off after half a minute.
 *
 * A connection that is closed the moment its client sends the next request leaves that client without an answer. So there
 * is first a while in which every answer says `Connection: close`, and whoever sends one request after the other learns of it.
 *
 * Closing alone waits on: for a connection that never sent anything, as browsers and load balancers hold them ready; for
 * one whose last answer was under way, until its client lets go; and, since closing ends Node's own time limits, for a
 * client that never sends the rest.
 */
export function gracefulShutdown(host: FastifyInstance): Stop {
  const { server } = host
  const sockets = new Set<Socket>()
  server.on(
    'connection',
    guardCallback('server-connection', (socket) => {
      sockets.add(socket)
      socket.once(
        'close',
        guardCallback('socket-close', () => sockets.delete(socket)),
      )
    }),
  )
  const areIdle = () => [...sockets].every((socket) => socket.bytesRead === 0)
  const sweep = () => {
    server.closeIdleConnections()
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
  }
  return async (drain = 0) => {
    server.prependListener(
      'request',
      guardCallback('server-request', (_request, response) => response.setHeader('connection', 'close')),
    )
    const until = performance.now() + drain
    while (!areIdle() && performance.now() < until) await setTimeout(sweepEvery)
    const closed = host.close()
    const sweeping = setInterval(sweep, sweepEvery)
    const limit = globalThis.setTimeout(
      guardCallback('stop-timer', () => server.closeAllConnections()),
      stopWithin,
    )
    try {
      await closed
    } finally {
      clearInterval(sweeping)
      clearTimeout(limit)
    }
  }
}
