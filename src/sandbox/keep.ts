import { json } from '../protocol/formats/json/json.ts'
import { membersOf } from '../protocol/formats/members.ts'
import type { SeenCall } from '../protocol/host/watch.ts'
import type { Operation } from '../protocol/schema/operation.ts'
import { curlOf } from './curl.ts'
import type { CallMarks, KeptCall } from './kept-calls.ts'
import { ignoredNames, lossesOf } from './losses.ts'

/** In place of what is not kept. */
const hidden = '(not kept)'

/** Headers by which one signs in, or is signed in. */
const signing = /^(?:authorization|proxy-authorization|cookie|set-cookie|x-ss-id|x-ss-pid|x-api-key)$/i

/** What a page of the console says that it is. */
const ofConsole = /^https?:\/\/[^/]+\/console(?:[/?]|$)/

/** The most rules that are kept of a call: a bulk call asks thousands. */
const mostRules = 1_000

/** The longest text that is kept of a body, in UTF-16 units. */
const longest = 65_536

/** What is kept of a call. Of one that is about signing in, or of no operation, or no client, neither values nor bodies are. */
export function keptCall(id: number, call: SeenCall, { fault, rules }: CallMarks): KeptCall {
  const { notes } = call
  const { operation, principal, failure } = notes
  const client = principal?.clientId ?? notes.tenant ?? clientIn(notes.url)
  const isOpen = client !== null && operation !== null && !hasSecrets(operation)
  const body = call.body?.toString('utf8') ?? ''
  const ignored = isOpen ? ignoredNames(operation, notes, body) : []
  const headers = client === null ? [] : call.headers.map(masked)
  const url = isOpen ? notes.url : notes.url.replace(/\?.+$/s, `?${hidden}`)
  const sent = isOpen ? shortened(body) : body && hidden
  const isWhole = isOpen && sent === body
  return {
    id,
    at: call.at,
    milliseconds: call.milliseconds,
    requestId: call.requestId,
    client,
    verb: notes.verb,
    origin: call.origin,
    url,
    operation: operation?.name ?? null,
    principal: principal?.id ?? null,
    address: client === null ? hidden : call.address,
    requestType: headerOf(call.headers, 'content-type'),
    answerType: notes.isCut ? null : headerOf(call.answerHeaders, 'content-type'),
    status: notes.isCut ? null : call.status,
    code: failure?.code ?? null,
    fault,
    fromConsole: ofConsole.test(headerOf(call.headers, 'referer') ?? ''),
    lost: isOpen ? lossesOf(notes, body, ignored) : [],
    requestHeaders: headers,
    requestBody: sent,
    fields: fieldsOf(call, isOpen),
    ignored,
    rules: rules.slice(0, mostRules),
    answerHeaders: notes.isCut ? [] : call.answerHeaders.map(masked),
    answerBody: isOpen ? shortened(notes.answer ?? '') : notes.answer ? hidden : '',
    curl: isWhole
      ? curlOf({ verb: notes.verb, origin: call.origin, url, headers, body, isSignedIn: principal !== null })
      : '',
  }
}

/** Whether requests or answers of an operation hold secrets: those by which one signs in, that everybody may call. */
function hasSecrets({ roles, repeatable }: Operation): boolean {
  return roles.length === 0 || repeatable === false
}

/** The number of the client in an address of no operation. */
function clientIn(url: string): number | null {
  const number = Number(/^\/Ams\/(\d{1,10})\//i.exec(url)?.[1])
  return Number.isSafeInteger(number) ? number : null
}

function fieldsOf({ notes: { operation, request, from } }: SeenCall, isOpen: boolean): KeptCall['fields'] {
  if (!operation || !request) return []
  const members = membersOf(request)
  return operation.request.fields.flatMap(({ name, type }) => {
    const source = from.get(name)
    if (source === undefined) return []
    const value = isOpen ? shortened(json.compile(type).encode(members[name])) : hidden
    return [{ name, source, value }]
  })
}

function masked([name, value]: readonly [string, string]): readonly [string, string] {
  return [name, signing.test(name) ? hidden : value]
}

function headerOf(headers: SeenCall['headers'], wanted: string): string | null {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? null
}

/** The beginning of a text, in memory of its own: a part of a string keeps the whole of it. */
function shortened(text: string): string {
  if (text.length <= longest) return text
  return Buffer.from(`${text.slice(0, longest)}… (${text.length - longest} more)`).toString()
}
