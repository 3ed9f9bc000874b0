import { dto, field } from '../../protocol/schema/dto.ts'
import { del, get, operation } from '../../protocol/schema/operation.ts'
import { ResponseStatus } from '../../protocol/schema/response-status.ts'
import { bool, dateTime, double, enumeration, int, list, nullable, string } from '../../protocol/schema/types.ts'
import { organisers, paged, paging } from '../base.ts'

const entry = {
  Id: int(),
  At: dateTime(),
  Milliseconds: double(),
  Verb: string(),
  Url: string(),
  Path: string(),
  Operation: string(),
  Principal: string(),
  RequestType: string(),
  AnswerType: string(),
  Status: nullable(int()),
  ErrorCode: string(),
  FaultId: nullable(int()),
  FromConsole: bool(),
  Lost: list(string()),
}

/**
 * A call in a list. Url: as it was sent, or the declared Path where the call carries a secret. Status null: the connection was cut.
 * Lost: what the original would have lost of it in silence.
 */
export const SandboxCallEntry = dto('SandboxCallEntry', {}, entry)

/** A header of a request or answer; what signs in is not told. */
export const SandboxHeader = dto('SandboxHeader', {}, { Name: string(), Value: string() })

export const FieldSource = enumeration('FieldSource', ['Query', 'Body', 'Path'])

/** A field of the decoded request: where it was bound from, and its value as JSON. */
export const SandboxField = dto('SandboxField', {}, { Name: string(), Source: FieldSource, Value: string() })

export const RuleOutcome = enumeration('RuleOutcome', ['Allowed', 'Refused', 'Waits'])

/** A rule that was asked, about a session where it is of one. */
export const SandboxRule = dto(
  'SandboxRule',
  {},
  { Rule: string(), Registration: string(), SessionId: nullable(int()), Outcome: RuleOutcome },
)

/** All that is kept of a call. */
export const SandboxCallDetail = dto(
  'SandboxCallDetail',
  {},
  {
    ...entry,
    RequestId: string(),
    Address: string(),
    RequestHeaders: list(SandboxHeader),
    RequestBody: string(),
    Fields: list(SandboxField),
    Ignored: list(string()),
    Rules: list(SandboxRule),
    AnswerHeaders: list(SandboxHeader),
    AnswerBody: string(),
    Curl: string(),
  },
)

const narrowed = {
  Operation: field(string(), { location: 'query', description: 'Calls of one operation.' }),
  Errors: field(nullable(bool()), { location: 'query', description: 'Calls that were refused, or cut.' }),
  Lost: field(nullable(bool()), { location: 'query', description: 'Calls of which the original loses something.' }),
  FromConsole: field(nullable(bool()), {
    location: 'query',
    description: 'Calls of the console, or only others; both without it.',
  }),
}

export const SandboxCalls = dto('SandboxCalls', {}, { ...narrowed, ...paging })

export const SandboxCallsResponse = dto(
  'SandboxCallsResponse',
  {},
  { ResponseStatus, Calls: list(SandboxCallEntry), ...paged },
)

export const sandboxCalls = operation({
  request: SandboxCalls,
  response: SandboxCallsResponse,
  roles: organisers,
  routes: [
    get('/sandbox/calls', 'The calls that were made, the newest first.'),
    del('/sandbox/calls', 'Forgets the calls that were made.'),
  ],
})

export const SandboxCall = dto('SandboxCall', {}, { Id: field(int(), { location: 'path' }) })

export const SandboxCallResponse = dto('SandboxCallResponse', {}, { ResponseStatus, Call: SandboxCallDetail })

export const sandboxCall = operation({
  request: SandboxCall,
  response: SandboxCallResponse,
  roles: organisers,
  routes: [get('/sandbox/calls/{Id}', 'A call: what was sent, how it was read, which rules were asked, the answer.')],
})

export const SandboxHar = dto('SandboxHar', {}, narrowed)

export const SandboxHarResponse = dto('SandboxHarResponse', {}, { ResponseStatus })

export const sandboxHar = operation({
  request: SandboxHar,
  response: SandboxHarResponse,
  roles: organisers,
  routes: [get('/sandbox/har', 'The calls as an HTTP Archive (HAR 1.2), for the tools that read it.')],
})
