import { Connection } from './connection.ts'
import { type Asked, requestWriter } from './requests.ts'
import { quantile } from './statistics.ts'

/** A stretch of load: each request of the next registration from `from` on, until `to` or until the time is over. */
export interface Load {
  readonly asked: Asked
  readonly port: number
  readonly signIn: string
  /** How many connections there are, each with one request under way. */
  readonly connections: number
  readonly from: number
  readonly to: number
  readonly seconds: number
}

export interface LoadResult {
  /** All of them were answered by 2xx. */
  readonly requests: number
  readonly seconds: number
  /** Latencies in milliseconds. */
  readonly p50: number
  readonly p99: number
  /** What the generator itself took of a CPU, in seconds. */
  readonly cpu: number
  /** Of the last answer's body. */
  readonly bodyBytes: number
}

/**
 * Puts a server under load. Opening the connections is not counted; what is under way when the time is over is.
 * @throws Error at the first answer that is not 2xx, or when a connection breaks
 */
export async function runLoad(load: Load): Promise<LoadResult> {
  const write = requestWriter(load.asked, load.signIn)
  const connections = await Promise.all(Array.from({ length: load.connections }, () => Connection.open(load.port)))
  const latencies: number[] = []
  let next = load.from
  let bodyBytes = 0
  const cpuBefore = process.cpuUsage()
  const started = performance.now()
  const deadline = started + load.seconds * 1_000

  const carry = (connection: Connection) =>
    new Promise<void>((resolve, reject) => {
      const step = () => {
        const now = performance.now()
        if (next >= load.to || now >= deadline) return resolve()
        const registration = next++
        connection.ask(
          write(registration),
          (answer) => {
            if (answer.status < 200 || answer.status > 299) {
              return reject(new Error(`${load.asked.verb} of registration ${registration}: ${answer.status}`))
            }
            latencies.push(performance.now() - now)
            bodyBytes = answer.bodyBytes
            step()
          },
          reject,
        )
      }
      step()
    })

  try {
    await Promise.all(connections.map(carry))
    const seconds = (performance.now() - started) / 1_000
    const { user, system } = process.cpuUsage(cpuBefore)
    const cpu = (user + system) / 1e6
    const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)]
    return { requests: latencies.length, seconds, p50, p99, cpu, bodyBytes }
  } finally {
    for (const connection of connections) connection.close()
  }
}
