import { client, event, path, registrationId, sessionIds } from './event.ts'

/** What is asked again and again, each time of another registration. */
export interface Asked {
  readonly verb: 'POST' | 'DELETE'
  /** How many sessions each request names. */
  readonly sessions: number
  readonly format: 'json' | 'jsv'
}

/** Makes the requests of a kind: whole, as they go over the wire, for the registration of a number. */
export function requestWriter({ verb, sessions, format }: Asked, signIn: string): (registration: number) => string {
  const type = format === 'json' ? 'application/json' : 'text/jsv'
  const head =
    `${verb} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-SS-ID: ${signIn}\r\n` +
    `Accept: ${type}\r\nContent-Type: ${type}\r\nContent-Length: `
  const quote = format === 'json' ? '"' : ''
  const name = (text: string) => quote + text + quote
  return (registration) => {
    const ids = sessionIds(registration, sessions).join(',')
    const id = name(registrationId(registration))
    const body =
      `{${name('EventID')}:${event},${name('RegistrationID')}:${id},` +
      `${name('SessionIds')}:[${ids}],${name('ClientID')}:${client}}`
    return `${head}${body.length}\r\n\r\n${body}`
  }
}
