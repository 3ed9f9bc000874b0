import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a request gets: a status, a content type and a body. */
export interface Reply {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

/** An HTTP server on a free port, for clients that need one. */
export async function listen(
  reply: (request: IncomingMessage, body: string, baseUrl: string) => Reply | Promise<Reply>,
): Promise<{ baseUrl: string; close: () => Promise<void> }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { status, contentType, body } = await reply(request, Buffer.concat(chunks).toString(), baseUrl)
    response.writeHead(status, { 'Content-Type': contentType }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const baseUrl = `http://127.0.0.1:${port}`
  return {
    baseUrl,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
