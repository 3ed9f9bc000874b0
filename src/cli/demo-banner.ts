import type { CreatedKey } from '../accounts/keys.ts'
import type { DemoSession, DemoSummary } from '../demo/index.ts'

/**
 * What the demo prints: where it is, and lines to paste into a shell, one for each thing to see.
 * @param hasConsole whether the web console is served
 */
export function demoBanner(url: string, facts: DemoSummary, key: CreatedKey, hasConsole: boolean): string {
  const { ClientID, EventID, sessions, registrations, cancelled, overlapping, smallest } = facts
  const path = `${url}/Ams/${ClientID}/Event/${EventID}/EventRegistrationSessions`
  const asJson = "-H 'Content-Type: application/json'"
  const call = (verb: string, body: object, how = '-s') =>
    `curl ${how} -u '${key.id}:${key.secret}' -X ${verb} '${path}' ${asJson} -d '${JSON.stringify(body)}'`
  const signIn = { ClientID, UserType: 'Admin', Username: key.id, Password: key.secret }
  const first = registrations[0]
  const [one, other] = overlapping ?? []
  const blocks = [
    [
      `Lectern demo: PyConFR 2025, ${sessions.length} sessions, ${registrations.length} registrations (${cancelled.length} of them cancelled)`,
      `  address  ${url}`,
      ...(hasConsole ? [`  console  ${url}/console`, `  sandbox  ${url}/console/sandbox`] : []),
      `  client   ${ClientID}, event ${EventID}`,
      `  key      ${key.id}`,
      `  secret   ${key.secret}`,
    ],
    ['Sign in; the SessionId of the answer goes into the header X-SS-ID:', curlSignIn(url, asJson, signIn)],
    first &&
      one && [
        `Assign ${titled(one)}:`,
        call('POST', { RegistrationID: first.RegistrationID, SessionIds: [one.SessionId] }),
      ],
    first &&
      other && [
        `Be refused ${titled(other)}, which is at the same time (409 SessionOverlap):`,
        call('POST', { RegistrationID: first.RegistrationID, SessionIds: [other.SessionId] }),
      ],
    first &&
      one && [
        'Remove the session again:',
        call('DELETE', { RegistrationID: first.RegistrationID, SessionIds: [one.SessionId] }),
      ],
    smallest && fullSession(smallest, call),
    ['The same in JSV:', jsvLine(path, key, facts)],
  ]
  return `${blocks
    .filter((block) => block !== undefined && block !== null)
    .map((block) => block.join('\n  '))
    .join('\n\n')}\n\nStop it with Ctrl-C.`
}

function curlSignIn(url: string, asJson: string, body: object): string {
  return `curl -s '${url}/Ams/Authenticate' ${asJson} -d '${JSON.stringify(body)}'`
}

function jsvLine(path: string, key: CreatedKey, { registrations, overlapping }: DemoSummary): string {
  const body = `{BadgeNumber:${registrations[0]?.BadgeNumber},SessionIds:[${overlapping?.[0].SessionId}]}`
  return `curl -s -u '${key.id}:${key.secret}' '${path}' -H 'Content-Type: text/jsv' -d '${body}'`
}

/** Fills the smallest session, and asks for one place more. */
function fullSession(
  session: DemoSession,
  call: (verb: string, body: object, how?: string) => string,
): readonly [string, string] {
  const places = session.MaxRegistrants ?? 0
  const body = { BadgeNumber: 0, SessionIds: [session.SessionId] }
  const line = call('POST', body, "-s -w '\\n'").replace('"BadgeNumber":0', '"BadgeNumber":\'$badge\'')
  const last = firstBadge + places
  return [
    `Fill ${titled(session)}, and ask for one place more (the last answer is 409 SessionFull):`,
    `for badge in $(seq ${firstBadge} ${last}); do ${line}; done`,
  ]
}

/** Past the badges that the other lines use. */
const firstBadge = 101

function titled({ SessionId, Name, MaxRegistrants }: DemoSession): string {
  return `session ${SessionId} (${Name}, ${MaxRegistrants ?? 'any number of'} places)`
}
