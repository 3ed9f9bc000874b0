import { type Answer, basic, call, client, event, type TestServer } from './http-server.ts'

/** One kind of thing of the test's event: where it is, and how answers list it. */
export interface Things {
  /** Asks for all of them, or at a path below. */
  ask(method: string, path?: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** The only one that an answer lists. @throws Error where it lists none, or several */
  only(answer: Answer): Record<string, unknown>
  /** One member of each that an answer lists. */
  each(answer: Answer, name: string): unknown[]
}

/** @param segment the last of the address @param member the list of the answers */
export function things(server: () => TestServer, segment: string, member: string): Things {
  const listed = ({ json, text }: Answer): Record<string, unknown>[] => {
    const list = json[member]
    if (!Array.isArray(list)) throw new Error(text)
    return list
  }
  return {
    ask(method, path = '', body, headers = {}) {
      const url = `${server().url}/Ams/${client}/Event/${event}/${segment}${path}`
      return call(method, url, body, { ...basic(server().key), ...headers })
    },
    only(answer) {
      const [first, second] = listed(answer)
      if (!first || second) throw new Error(answer.text)
      return first
    },
    each(answer, name) {
      return listed(answer).map((thing) => thing[name])
    },
  }
}

/** Assigns sessions to a registration. */
export function assign(server: TestServer, badge: number, ...ids: number[]): Promise<Answer> {
  return call('POST', server.sessionsUrl, { RegistrationID: `reg-${badge}`, SessionIds: ids }, basic(server.key))
}

/** Status, code and field of a refusal. */
export function error({ status, json }: Answer) {
  const { ErrorCode, Errors } = json.ResponseStatus
  return { status, code: ErrorCode, fields: Errors.map((each) => each.FieldName) }
}
