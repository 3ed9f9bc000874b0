import { SandboxFault, SandboxFaultsResponse, sandboxFaults } from '../../contract/sandbox/faults.ts'
import {
  SandboxClockResponse,
  SandboxSnapshot,
  SandboxSnapshotsResponse,
  SandboxStateResponse,
  sandboxClock,
  sandboxReset,
  sandboxSnapshots,
  sandboxState,
} from '../../contract/sandbox/state.ts'
import { DateTime } from '../../protocol/schema/datetime.ts'
import { Failure, fail, failField } from '../../protocol/schema/failure.ts'
import { type Service, service } from '../../protocol/schema/handler.ts'
import type { Operation } from '../../protocol/schema/operation.ts'
import { TimeSpan } from '../../protocol/schema/timespan.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import { principalOf } from '../../services/shared/context.ts'
import { callServices } from './call-services.ts'
import { sandboxErrors } from './errors.ts'
import { type Fault, type FaultInput, maxFaults } from './faults.ts'
import type { Sandbox } from './sandbox.ts'
import { startName } from './snapshots.ts'

const { ArgumentException, NotFound } = sandboxErrors

/** 100 ns, the unit of TimeSpan, in a millisecond. */
const ticks = 10_000n

/**
 * What carries the operations of a sandbox out.
 * @param others the operations that faults can be ordered for
 * @param version that of the server
 */
export function sandboxServices(sandbox: Sandbox, others: readonly Operation[], version: string): Service[] {
  const { clocks, snapshots, faults, calls } = sandbox

  const stateOf = (client: number) => {
    const clock = clocks.of(client)
    return SandboxStateResponse.create({
      Now: DateTime.fromEpoch(clock.now()),
      Frozen: clock.isFrozen,
      Seed: sandbox.seed,
      Snapshots: snapshotsOf(client),
      Faults: faults.of(client).map(faultValue),
      Calls: calls.of(client).length,
      UnauthenticatedCalls: calls.unauthenticated,
    })
  }

  const snapshotsOf = (client: number) =>
    snapshots
      .of(client)
      .map(({ name, takenAt, rows }) =>
        SandboxSnapshot.create({ Name: name, TakenAt: DateTime.fromEpoch(takenAt), Rows: rows }),
      )

  return [
    service(sandboxState, (_request, call) => stateOf(principalOf(call).clientId)),
    service(sandboxReset, async ({ Snapshot }, call) => {
      const { clientId } = principalOf(call)
      if (Snapshot === null) {
        await sandbox.reset(clientId)
        return stateOf(clientId)
      }
      const found = snapshots.find(clientId, Snapshot)
      if (!found) return failField('Snapshot', NotFound, 'snapshot', Snapshot)
      await snapshots.restore(clientId, found)
      return stateOf(clientId)
    }),
    service(sandboxSnapshots, async ({ Name }, call) => {
      const { clientId } = principalOf(call)
      if (call.verb !== 'GET') {
        const wrong = wrongName(Name)
        if (wrong || Name === null) return wrong ?? failField('Name', ArgumentException, 'a name')
        if (call.verb === 'POST') {
          if (!(await snapshots.take(clientId, Name))) return fail(sandboxErrors.TooManySnapshots)
        } else if (!snapshots.forget(clientId, Name)) return failField('Name', NotFound, 'snapshot', Name)
      }
      return SandboxSnapshotsResponse.create({ Snapshots: snapshotsOf(clientId) })
    }),
    service(sandboxClock, ({ At, Move, Frozen }, call) => {
      const { verb } = call
      const clock = clocks.of(principalOf(call).clientId)
      if (verb === 'DELETE') clock.reset()
      if (verb === 'PUT') {
        const isShown = clock.change({
          ...(At !== null && { at: At.epochMs }),
          ...(Move !== null && { move: Number(Move.ticks / ticks) }),
          ...(Frozen !== null && { frozen: Frozen }),
        })
        if (!isShown) return failField(At ? 'At' : 'Move', ArgumentException, 'a time from 1970 to 9999')
      }
      const ahead = BigInt(Math.round(clock.ahead)) * ticks
      const Now = DateTime.fromEpoch(clock.now())
      return SandboxClockResponse.create({ Now, Frozen: clock.isFrozen, Ahead: new TimeSpan(ahead) })
    }),
    service(sandboxFaults, (request, call) => {
      const { clientId } = principalOf(call)
      if (call.verb === 'POST') {
        const wanted = readFault(request, others)
        if (wanted instanceof Failure) return wanted
        if (faults.of(clientId).length >= maxFaults) return fail(sandboxErrors.TooManyFaults)
        faults.add(clientId, wanted)
      }
      if (call.verb === 'DELETE') {
        if (request.Id === null) faults.clear(clientId)
        else if (!faults.remove(clientId, request.Id)) return failField('Id', NotFound, 'fault', String(request.Id))
      }
      return SandboxFaultsResponse.create({ Faults: faults.of(clientId).map(faultValue) })
    }),
    ...callServices(sandbox, version),
  ]
}

/** What stands against the name of a snapshot that is to be taken or forgotten. */
function wrongName(name: string | null): Failure | null {
  if (name === null || !/^[\w-]{1,60}$/.test(name)) {
    return failField('Name', ArgumentException, 'a name of letters, digits, _ and -, up to 60 of them')
  }
  return name === startName ? failField('Name', ArgumentException, `another name: ${startName} is the beginning`) : null
}

/** The longest part of an address that a fault may ask for. */
const longestText = 200

const verbs = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH']

/** Reads a fault that is ordered. @returns a failure that names the field that is out of range */
function readFault(asked: Value<typeof sandboxFaults.request>, operations: readonly Operation[]): FaultInput | Failure {
  const { Status, DelayMs, Skip, Times, Cut } = asked
  const operation =
    asked.Operation && operations.find(({ name }) => name.toLowerCase() === asked.Operation?.toLowerCase())
  if (operation === undefined)
    return failField('Operation', ArgumentException, 'the name of an operation of this server')
  const verb = asked.Verb?.toUpperCase() ?? null
  if (verb !== null && !verbs.includes(verb)) return failField('Verb', ArgumentException, verbs.join(', '))
  if (Status !== null && (Status < 400 || Status > 599))
    return failField('Status', ArgumentException, 'a status from 400 to 599')
  if (DelayMs < 0 || DelayMs > 60_000) return failField('DelayMs', ArgumentException, 'milliseconds from 0 to 60000')
  if ((asked.UrlContains ?? '').length > longestText) {
    return failField('UrlContains', ArgumentException, `a text of up to ${longestText} characters`)
  }
  if (Skip < 0) return failField('Skip', ArgumentException, 'a number from 0')
  if (Times !== null && Times < 0) return failField('Times', ArgumentException, 'a number from 0')
  if (Cut && Status !== null)
    return failField('Cut', ArgumentException, 'either a status or a cut, for a cut call has no answer')
  if (!Cut && Status === null && DelayMs === 0)
    return failField('Status', ArgumentException, 'a Status, a DelayMs or a Cut')
  if (asked.ErrorCode !== null && !/^\w{1,60}$/.test(asked.ErrorCode)) {
    return failField('ErrorCode', ArgumentException, 'letters, digits and _, up to 60 of them')
  }
  return {
    operation: operation === null || operation === '' ? null : operation.name,
    verb,
    urlContains: asked.UrlContains,
    when: asked.When,
    status: Status,
    errorCode: asked.ErrorCode,
    delay: DelayMs,
    cut: Cut,
    skip: Skip,
    times: Times === 0 ? null : (Times ?? 1),
  }
}

function faultValue(fault: Fault): Value<typeof SandboxFault> {
  return SandboxFault.create({
    Id: fault.id,
    Operation: fault.operation,
    Verb: fault.verb,
    UrlContains: fault.urlContains,
    When: fault.when,
    Status: fault.status,
    ErrorCode: fault.errorCode,
    DelayMs: fault.delay,
    Cut: fault.cut,
    Skip: fault.skip,
    Times: fault.times ?? 0,
    Left: fault.left,
    Befell: fault.befell,
  })
}
