import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** How long requests under way may take to end, in milliseconds. */
const stopWithin = 30_000
/** How often connections that have become idle are looked for, in milliseconds. */
const sweepEvery = 50

/**
 * Prepares the end of a host that does not listen yet. The function that it answers takes no new requests, and ends when
 * those under way are answered, or cut off after half a minute.
 *
 * Closing alone waits on: for a connection that never sent anything, as browsers and load balancers hold them ready; for
 * one whose last answer was under way, until its client lets go; and, since closing ends Node's own time limits, for a
 * client that never sends the rest.
 */
export function stopper(host: FastifyInstance): () => Promise<void> {
  const { server } = host
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const sweep = () => {
    server.closeIdleConnections()
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
  }
  return async () => {
    const closed = host.close()
    const sweeping = setInterval(sweep, sweepEvery)
    const limit = setTimeout(() => server.closeAllConnections(), stopWithin)
    try {
      await closed
    } finally {
      clearInterval(sweeping)
      clearTimeout(limit)
    }
  }
}
