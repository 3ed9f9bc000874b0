import {
  SandboxCallDetail,
  SandboxCallEntry,
  SandboxCallResponse,
  SandboxCallsResponse,
  SandboxField,
  SandboxHeader,
  SandboxRule,
  sandboxCall,
  sandboxCalls,
  sandboxHar,
} from '../../contract/sandbox/calls.ts'
import { DateTime } from '../../protocol/schema/datetime.ts'
import { Failure, failField } from '../../protocol/schema/failure.ts'
import { RawBody, type Service, service } from '../../protocol/schema/handler.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import { principalOf } from '../../services/shared/context.ts'
import { pageSliceOf, pagingFields } from '../../services/shared/paging.ts'
import type { RecordedCall } from './call-log.ts'
import { sandboxErrors } from './errors.ts'
import { harOf } from './har.ts'
import type { Sandbox } from './sandbox.ts'

/** What looks at the calls that were made. @param version that of the server, for the archive */
export function callServices(sandbox: Sandbox, version: string): Service[] {
  return [
    service(sandboxCalls, (request, call) => {
      const { clientId } = principalOf(call)
      const slice = pageSliceOf(request)
      if (slice instanceof Failure) return slice
      if (call.verb === 'DELETE') sandbox.calls.clear(clientId)
      const found = narrowed(sandbox.calls.of(clientId), request)
      return SandboxCallsResponse.create({
        Calls: found
          .slice(slice.offset, slice.offset + slice.limit)
          .map((each) => SandboxCallEntry.create(entryOf(each))),
        ...pagingFields(slice, found.length),
      })
    }),
    service(sandboxCall, ({ Id }, call) => {
      const found = sandbox.calls.find(principalOf(call).clientId, Id)
      if (!found) return failField('Id', sandboxErrors.NotFound, 'call', String(Id))
      return SandboxCallResponse.create({ Call: detailOf(found) })
    }),
    service(sandboxHar, (request, call) => {
      const found = narrowed(sandbox.calls.of(principalOf(call).clientId), request)
      return new RawBody('application/json; charset=utf-8', harOf(found, version))
    }),
  ]
}

interface Narrowed {
  readonly Operation: string | null
  readonly Errors: boolean | null
  readonly Lost: boolean | null
  readonly FromConsole: boolean | null
}

function narrowed(calls: readonly RecordedCall[], { Operation, Errors, Lost, FromConsole }: Narrowed): RecordedCall[] {
  return calls.filter(
    ({ operation, status, lost, fromConsole }) =>
      (Operation === null || operation.toLowerCase() === Operation.toLowerCase()) &&
      (Errors === null || Errors === (status === null || status >= 400)) &&
      (Lost === null || Lost === lost.length > 0) &&
      (FromConsole === null || FromConsole === fromConsole),
  )
}

function entryOf(call: RecordedCall) {
  return {
    Id: call.id,
    At: DateTime.fromEpoch(call.at),
    Milliseconds: Math.round(call.milliseconds * 1000) / 1000,
    Verb: call.verb,
    Url: call.url,
    Path: call.path,
    Operation: call.operation,
    Principal: call.principal,
    RequestType: call.requestType,
    AnswerType: call.answerType,
    Status: call.status,
    ErrorCode: call.code,
    FaultId: call.fault,
    FromConsole: call.fromConsole,
    Lost: [...call.lost],
  }
}

function detailOf(call: RecordedCall): Value<typeof SandboxCallDetail> {
  const header = ([Name, text]: readonly [string, string]) => SandboxHeader.create({ Name, Value: text })
  return SandboxCallDetail.create({
    ...entryOf(call),
    RequestId: call.requestId,
    Address: call.address,
    RequestHeaders: call.requestHeaders.map(header),
    RequestBody: call.requestBody,
    Fields: call.fields.map(({ name, source, value }) =>
      SandboxField.create({ Name: name, Source: source, Value: value }),
    ),
    Ignored: [...call.ignored],
    Rules: call.rules.map(({ rule, registration, session, outcome }) =>
      SandboxRule.create({ Rule: rule, Registration: registration, SessionId: session, Outcome: outcome }),
    ),
    AnswerHeaders: call.answerHeaders.map(header),
    AnswerBody: call.answerBody,
    Curl: call.curl,
  })
}
