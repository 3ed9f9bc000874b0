import { createServer } from 'node:http'

/**
 * The least that could answer the same requests: it reads the body, and sends a fixed text of the length it was last
 * told by its parent. It tells its parent the port, once it listens.
 */
let body = ''

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    Buffer.concat(chunks)
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length })
    response.end(body)
  })
})

process.on('message', (size: number) => {
  body = 'x'.repeat(size)
  process.send?.(size)
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') process.send?.(address.port)
})

process.on('disconnect', () => process.exit())
