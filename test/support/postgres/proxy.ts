import { createServer, type Socket, connect as tcpConnect } from 'node:net'

/** What a proxy does with what a client sends: lets it through, or cuts the connection before or after the server has it. */
export type Fate = 'pass' | 'cut before' | 'cut after'

export interface TestProxy {
  /** The address of a database, by way of the proxy. */
  through(url: string): string
  stop(): Promise<void>
}

/**
 * Stands between a client and the server of `url`.
 * @param fateOf asked of everything a client sends, as text
 * @param options `refuseTls`: answers as a server without TLS
 */
export async function startProxy(
  url: string,
  fateOf: (sent: string) => Fate,
  options: { refuseTls?: boolean } = {},
): Promise<TestProxy> {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  const proxy = createServer((client) => {
    const server = tcpConnect(Number(port), hostname)
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket)
      // What is sent in parts must not wait for the parts before it to be acknowledged.
      socket.setNoDelay(true)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
    let isMute = false
    client.on('data', (bytes) => {
      if (options.refuseTls && isTlsRequest(bytes)) return client.write('N')
      const fate = fateOf(bytes.toString('latin1'))
      if (fate === 'cut before') return client.destroy()
      isMute ||= fate === 'cut after'
      server.write(bytes)
    })
    // What the server answers to the last that it was sent is the sign that it has done it.
    server.on('data', (bytes) => (isMute ? client.destroy() : client.write(bytes)))
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const address = proxy.address()
  if (!address || typeof address === 'string') throw new Error('The proxy listens on no port')
  return {
    through(database) {
      const by = new URL(database)
      by.port = String(address.port)
      // What is encrypted, a proxy cannot read.
      by.searchParams.set('sslmode', 'disable')
      return by.href
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => proxy.close(resolve))
    },
  }
}

/** The message that a client begins with to ask for TLS: its length, and a number that stands for the question. */
function isTlsRequest(bytes: Buffer): boolean {
  return bytes.length === 8 && bytes.readInt32BE(4) === 80_877_103
}
