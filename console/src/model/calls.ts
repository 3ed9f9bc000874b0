import { type Answer, call, mapped, read } from '../api/client.ts'
import { SandboxCall, type SandboxCallDetail, type SandboxCallEntry, SandboxCalls } from '../api/dtos.gen.ts'

/** A call that the sandbox saw. */
export interface SeenCall {
  readonly id: number
  readonly at: string
  readonly milliseconds: number
  readonly verb: string
  readonly url: string
  readonly operation: string
  readonly principal: string
  readonly requestType: string
  /** Null: the connection was cut. */
  readonly status: number | null
  readonly code: string
  readonly fault: number | null
  /** What the original would have lost of it in silence. */
  readonly lost: readonly string[]
}

export interface Pair {
  readonly name: string
  readonly value: string
}

/** A field of the decoded request, and which part of the request it was bound from. */
export interface BoundField extends Pair {
  readonly source: string
}

export interface AskedRule {
  readonly rule: string
  readonly registration: string
  readonly session: number | null
  readonly outcome: string
}

/** All that is kept of a call. */
export interface CallDetail extends SeenCall {
  readonly requestId: string
  readonly address: string
  readonly requestHeaders: readonly Pair[]
  readonly requestBody: string
  readonly fields: readonly BoundField[]
  readonly ignored: readonly string[]
  readonly rules: readonly AskedRule[]
  readonly answerHeaders: readonly Pair[]
  readonly answerBody: string
  readonly curl: string
}

export interface CallFilter {
  readonly operation: string
  readonly onlyErrors: boolean
  readonly onlyLost: boolean
  readonly withConsole: boolean
}

/** The filter as the parameters of an operation. */
export function parametersOf({ operation, onlyErrors, onlyLost, withConsole }: CallFilter) {
  return {
    ...(operation !== '' && { Operation: operation }),
    ...(onlyErrors && { Errors: true }),
    ...(onlyLost && { Lost: true }),
    ...(!withConsole && { FromConsole: false }),
  }
}

/** A page of the calls, the newest first. */
export async function readCalls(
  filter: CallFilter,
  page: number,
  pageSize: number,
): Promise<Answer<{ rows: readonly SeenCall[]; total: number }>> {
  const request = new SandboxCalls({ ...parametersOf(filter), PageNumber: page, PageSize: pageSize })
  return mapped(await read(request), ({ Calls = [], TotalRecords = 0 }) => ({
    rows: Calls.map(callOf),
    total: TotalRecords,
  }))
}

export async function readCall(id: number): Promise<Answer<CallDetail>> {
  return mapped(await read(new SandboxCall({ Id: id })), ({ Call }) => detailOf(Call ?? {}))
}

export function forgetCalls() {
  return call('DELETE', new SandboxCalls())
}

function callOf(entry: Partial<SandboxCallEntry>): SeenCall {
  return {
    id: entry.Id ?? 0,
    at: entry.At ?? '',
    milliseconds: entry.Milliseconds ?? 0,
    verb: entry.Verb ?? '',
    url: entry.Url ?? '',
    operation: entry.Operation ?? '',
    principal: entry.Principal ?? '',
    requestType: entry.RequestType ?? '',
    status: entry.Status ?? null,
    code: entry.ErrorCode ?? '',
    fault: entry.FaultId ?? null,
    lost: entry.Lost ?? [],
  }
}

function detailOf(detail: Partial<SandboxCallDetail>): CallDetail {
  const pairs = (list: readonly { Name?: string; Value?: string }[] = []) =>
    list.map(({ Name = '', Value = '' }) => ({ name: Name, value: Value }))
  return {
    ...callOf(detail),
    requestId: detail.RequestId ?? '',
    address: detail.Address ?? '',
    requestHeaders: pairs(detail.RequestHeaders),
    requestBody: detail.RequestBody ?? '',
    fields: (detail.Fields ?? []).map(({ Name = '', Value = '', Source = '' }) => ({
      name: Name,
      value: Value,
      source: Source,
    })),
    ignored: detail.Ignored ?? [],
    rules: (detail.Rules ?? []).map(({ Rule = '', Registration = '', SessionId, Outcome = '' }) => ({
      rule: Rule,
      registration: Registration,
      session: SessionId ?? null,
      outcome: Outcome,
    })),
    answerHeaders: pairs(detail.AnswerHeaders),
    answerBody: detail.AnswerBody ?? '',
    curl: detail.Curl ?? '',
  }
}
