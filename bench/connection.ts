import { connect, type Socket } from 'node:net'

export interface Answer {
  readonly status: number
  readonly bodyBytes: number
}

const separator = '\r\n\r\n'

/**
 * A kept-alive connection that carries one request at a time. It reads no more of an answer than its status and length:
 * a load generator has to cost less than the servers it measures.
 */
export class Connection {
  readonly #socket: Socket
  #received = ''
  #end: ((answer: Answer) => void) | null = null
  #fail: ((error: Error) => void) | null = null

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => this.#take(text))
    socket.on('error', (error) => this.#fail?.(error))
    socket.on('close', () => this.#fail?.(new Error('The server ended the connection')))
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1' }, () => {
        socket.off('error', reject)
        resolve(new Connection(socket))
      })
      socket.once('error', reject)
    })
  }

  /** Calls `end` once the whole answer is there, or `fail`. */
  ask(request: string, end: (answer: Answer) => void, fail: (error: Error) => void): void {
    this.#end = end
    this.#fail = fail
    this.#socket.write(request, 'latin1')
  }

  close(): void {
    this.#fail = null
    this.#socket.destroy()
  }

  #take(text: string): void {
    this.#received = this.#received === '' ? text : this.#received + text
    const headEnd = this.#received.indexOf(separator)
    if (headEnd === -1) return
    const head = this.#received.slice(0, headEnd)
    const bodyBytes = head.startsWith('HTTP/1.1 304') ? 0 : Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1])
    if (Number.isNaN(bodyBytes)) this.#fail?.(new Error(`An answer without a length: ${head}`))
    if (!(this.#received.length >= headEnd + separator.length + bodyBytes)) return
    const status = Number(head.slice(9, 12))
    this.#received = ''
    this.#end?.({ status, bodyBytes })
  }
}
