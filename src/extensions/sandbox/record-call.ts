import { operations } from '../../contract/index.ts'
import { json } from '../../protocol/formats/json/json.ts'
import { membersOf } from '../../protocol/formats/members.ts'
import type { CompletedCall } from '../../protocol/host/interceptor.ts'
import type { Principal } from '../../protocol/schema/access.ts'
import type { Operation } from '../../protocol/schema/operation.ts'
import type { CallMarks, RecordedCall } from './call-log.ts'
import { compatibilityWarnings, ignoredNames } from './compatibility-warnings.ts'
import { curlOf } from './curl.ts'

/** In place of what is not kept. */
const hidden = '(not kept)'

/** Headers whose values may let somebody sign in. */
const secretHeader = /authorization|cookie|token|secret|password|api-?key|session|^x-ss-p?id$/i

/** What a page of the console says that it is. */
const ofConsole = /^https?:\/\/[^/]+\/console(?:[/?]|$)/

/** The most rules that are kept of a call: a bulk call asks thousands. */
const mostRules = 1_000

/** The longest text that is kept of a body, in UTF-16 units. */
const longest = 65_536

/** An authenticated call of an operation: the only kind that is certain to belong to a tenant. */
export interface RecordableCall extends CompletedCall {
  readonly notes: CompletedCall['notes'] & { readonly operation: Operation; readonly principal: Principal }
}

export function isRecordable(call: CompletedCall): call is RecordableCall {
  return call.notes.operation !== null && call.notes.principal !== null
}

/**
 * Returns the record of a call. Where the call carries a secret, the record has the declared path and the names of the fields, but
 * neither values nor bodies.
 */
export function recordCall(id: number, call: RecordableCall, { fault, rules }: CallMarks): RecordedCall {
  const { notes } = call
  const { operation, principal, failure } = notes
  const body = call.body?.toString('utf8') ?? ''
  const isOpen = !hasSecretFields(operation) && !namesSecret(operation, `${queryOf(notes.url)}\n${body}`)
  const ignored = isOpen ? ignoredNames(operation, notes, body) : []
  const headers = call.headers.map(masked)
  const path = notes.path ?? ''
  const url = isOpen ? notes.url : path + (notes.url.includes('?') ? `?${hidden}` : '')
  const sent = isOpen ? shortened(body) : body && hidden
  const isWhole = isOpen && sent === body
  return {
    id,
    at: call.at,
    milliseconds: call.milliseconds,
    requestId: call.requestId,
    client: principal.clientId,
    verb: notes.verb,
    origin: call.origin,
    url,
    path,
    operation: operation.name,
    principal: principal.id,
    address: call.address,
    requestType: headerOf(call.headers, 'content-type'),
    answerType: notes.isDropped ? null : headerOf(call.answerHeaders, 'content-type'),
    status: notes.isDropped ? null : call.status,
    code: failure?.code ?? null,
    fault,
    fromConsole: ofConsole.test(headerOf(call.headers, 'referer') ?? ''),
    lost: isOpen ? compatibilityWarnings(notes, body, ignored) : [],
    requestHeaders: headers,
    requestBody: sent,
    fields: fieldsOf(call, isOpen),
    ignored,
    rules: rules.slice(0, mostRules),
    answerHeaders: notes.isDropped ? [] : call.answerHeaders.map(masked),
    answerBody: isOpen ? shortened(notes.answer ?? '') : notes.answer ? hidden : '',
    curl: isWhole ? curlOf({ verb: notes.verb, origin: call.origin, url, headers, body }) : '',
  }
}

/** Whether requests or responses of an operation have secret fields. */
export function hasSecretFields({ request, response }: Operation): boolean {
  return [...request.fields, ...response.fields].some(({ isSecret }) => isSecret)
}

/** The names of all secret fields of requests, in lower case. */
const secretNames: ReadonlySet<string> = new Set(
  operations.flatMap(({ request }) =>
    request.fields.filter(({ isSecret }) => isSecret).map(({ name }) => name.toLowerCase()),
  ),
)

/**
 * Matches what may be the name of a field in a query string, a form, JSON, JSV, XML or the first line of CSV. A match begins only where
 * a run of characters does, and is short: the time grows with the text alone.
 */
const fieldName = /(?<![\w%])[\w%]{1,100}(?=["']?[\t ]{0,10}[:=>,\r\n])/g
/** A character in JSON by its number, which can hide a name. */
const jsonEscape = /\\u([\da-f]{4})/gi

/** Whether a text has a secret field that the operation does not know: a secret that was sent to the wrong address. */
function namesSecret(operation: Operation, text: string): boolean {
  const own = new Set(operation.request.fields.map(({ name }) => name.toLowerCase()))
  const unescaped = text.replaceAll(jsonEscape, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
  return (unescaped.match(fieldName) ?? []).some((found) => {
    const name = decoded(found).toLowerCase()
    return secretNames.has(name) && !own.has(name)
  })
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function queryOf(url: string): string {
  const start = url.indexOf('?')
  return start < 0 ? '' : url.slice(start + 1)
}

function fieldsOf(
  { notes: { operation, request, fieldSources: from } }: RecordableCall,
  isOpen: boolean,
): RecordedCall['fields'] {
  if (!request) return []
  const members = membersOf(request)
  return operation.request.fields.flatMap(({ name, type }) => {
    const source = from.get(name)
    if (source === undefined) return []
    const value = isOpen ? shortened(json.compile(type).encode(members[name])) : hidden
    return [{ name, source, value }]
  })
}

function masked([name, value]: readonly [string, string]): readonly [string, string] {
  if (secretHeader.test(name)) return [name, hidden]
  // The address of a page may have a secret in its query string.
  return [name, /^referer$/i.test(name) ? value.replace(/\?.*$/s, `?${hidden}`) : value]
}

function headerOf(headers: CompletedCall['headers'], wanted: string): string | null {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? null
}

/** The beginning of a text, in memory of its own: a part of a string keeps the whole of it. */
function shortened(text: string): string {
  if (text.length <= longest) return text
  return Buffer.from(`${text.slice(0, longest)}… (${text.length - longest} more)`).toString()
}
