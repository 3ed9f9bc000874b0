import { type Answer, call, mapped, read } from '../api/client.ts'
import {
  FaultTime,
  SandboxClock,
  type SandboxFault,
  SandboxFaults,
  SandboxReset,
  SandboxSnapshots,
  SandboxState,
  type SandboxStateResponse,
} from '../api/dtos.gen.ts'

export interface Snapshot {
  readonly name: string
  readonly takenAt: string
  readonly rows: number
}

export interface Fault {
  readonly id: number
  /** Which calls it befalls, in words. */
  readonly calls: string
  /** What befalls them, in words. */
  readonly effect: string
  /** How many more; null: for ever. */
  readonly left: number | null
  readonly befell: number
}

export interface Sandbox {
  readonly now: string
  readonly isFrozen: boolean
  readonly seed: number | null
  readonly snapshots: readonly Snapshot[]
  readonly faults: readonly Fault[]
}

/** The name of the snapshot that every sandbox has. */
export const startName = 'start'

export async function readSandbox(): Promise<Answer<Sandbox>> {
  return mapped(await read(new SandboxState()), sandboxOf)
}

/** Goes back to a snapshot; to the start of all without one. */
export async function reset(snapshot: string | null): Promise<Answer<Sandbox>> {
  return mapped(await call('POST', new SandboxReset(snapshot === null ? {} : { Snapshot: snapshot })), sandboxOf)
}

export function takeSnapshot(name: string) {
  return call('POST', new SandboxSnapshots({ Name: name }))
}

export function forgetSnapshot(name: string) {
  return call('DELETE', new SandboxSnapshots({ Name: name }))
}

/** @param at as a wall clock without a zone, which is UTC @param move an XSD duration */
export function setClock(change: { readonly at?: string; readonly move?: string; readonly isFrozen?: boolean }) {
  const { at, move, isFrozen } = change
  return call(
    'PUT',
    new SandboxClock({
      ...(at !== undefined && { At: `${at}Z` }),
      ...(move !== undefined && { Move: move }),
      ...(isFrozen !== undefined && { Frozen: isFrozen }),
    }),
  )
}

export function resetClock() {
  return call('DELETE', new SandboxClock())
}

/** What a fault is to be, as it is typed. */
export interface WantedFault {
  readonly operation: string
  readonly verb: string
  readonly effect: 'status' | 'cut' | 'delay'
  readonly status: number
  readonly delay: number
  readonly times: number
  readonly isAfter: boolean
}

export function orderFault({ operation, verb, effect, status, delay, times, isAfter }: WantedFault) {
  return call(
    'POST',
    new SandboxFaults({
      ...(operation !== '' && { Operation: operation }),
      ...(verb !== '' && { Verb: verb }),
      ...(effect === 'status' && { Status: status }),
      ...(effect === 'cut' && { Cut: true }),
      DelayMs: delay,
      Times: times,
      When: isAfter ? FaultTime.After : FaultTime.Before,
    }),
  )
}

export function callOff(id: number) {
  return call('DELETE', new SandboxFaults({ Id: id }))
}

function sandboxOf(state: SandboxStateResponse): Sandbox {
  const { Now = '', Frozen = false, Seed = null, Snapshots = [], Faults = [] } = state
  return {
    now: Now,
    isFrozen: Frozen,
    seed: Seed,
    snapshots: Snapshots.map(({ Name = '', TakenAt = '', Rows = 0 }) => ({ name: Name, takenAt: TakenAt, rows: Rows })),
    faults: Faults.map(faultOf),
  }
}

function faultOf({ Id = 0, Left, Befell = 0, ...fault }: SandboxFault): Fault {
  const { Verb, Operation, UrlContains, When, Status, ErrorCode, DelayMs = 0, Cut, Skip = 0 } = fault
  const calls = [
    Verb,
    Operation ?? 'any operation',
    UrlContains && `with ${UrlContains} in the address`,
    Skip > 0 && `after ${Skip} others`,
  ]
  const effects = [
    DelayMs > 0 && `wait ${DelayMs} ms`,
    Cut && 'have their connection cut',
    Status && `are answered ${Status} ${ErrorCode ?? 'SandboxFault'}`,
    When === FaultTime.After && '(once they are carried out)',
  ]
  return {
    id: Id,
    calls: calls.filter(Boolean).join(' '),
    effect: effects.filter(Boolean).join(', ').replace(', (', ' ('),
    left: Left ?? null,
    befell: Befell,
  }
}
