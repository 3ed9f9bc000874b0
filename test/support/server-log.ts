import { once } from 'node:events'
import type { Running } from './program.ts'

/** A line that a server wrote to its log. */
export interface LogLine {
  readonly level: number
  readonly msg: string
  readonly [member: string]: unknown
}

export const warnLevel = 40

type Server = Pick<Running, 'child' | 'written' | 'ended'>

/** The lines of a server's log once one message is among them so many times. Rejected where the server ends without. */
export async function logged(server: Server, message: string, times = 1): Promise<LogLine[]> {
  const text = await server.written('stderr', `"msg":"${message}`)
  const lines = linesOf(text)
  if (lines.filter(({ msg }) => msg.startsWith(message)).length >= times) return lines
  if (server.child.exitCode !== null) throw new Error(`The server ended and did not log "${message}" ${times} times.`)
  await Promise.race([once(server.child.stderr, 'data'), server.ended])
  return logged(server, message, times)
}

/** The lines of a log. @throws SyntaxError where one is not JSON */
export function linesOf(stderr: string): LogLine[] {
  const complete = stderr.slice(0, stderr.lastIndexOf('\n') + 1)
  return complete
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}
