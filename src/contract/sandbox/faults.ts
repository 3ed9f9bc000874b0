import { dto, field } from '../../protocol/schema/dto.ts'
import { del, get, operation, post } from '../../protocol/schema/operation.ts'
import { ResponseStatus } from '../../protocol/schema/response-status.ts'
import { bool, enumeration, int, list, nullable, string } from '../../protocol/schema/types.ts'
import { organisers } from '../base.ts'

/** `Before`: the call is not carried out. `After`: it is, and its caller does not learn how. */
export const FaultTime = enumeration('FaultTime', ['Before', 'After'])

/** Which calls a fault is ordered for, and what befalls them. */
const ordered = {
  Operation: field(string(), { description: 'The operation that calls must be of; any without it.' }),
  Verb: field(string(), { description: 'The verb that they must have; any without it.' }),
  UrlContains: field(string(), { description: 'What their address must have in it, as it was sent.' }),
  When: field(FaultTime, { description: 'Whether calls are carried out first.' }),
  Status: field(nullable(int()), { description: 'The status they are answered with, from 400 to 599.' }),
  ErrorCode: field(string(), { description: 'The ErrorCode along with the status; SandboxFault without it.' }),
  DelayMs: field(int(), { description: 'How long they are kept waiting, in milliseconds, up to 60,000.' }),
  Cut: field(bool(), { description: 'Whether their connection is cut, without an answer.' }),
  Skip: field(int(), { description: 'How many calls are left alone first.' }),
  Times: field(nullable(int()), { description: 'How many it befalls: 1 without it, and 0 for all.' }),
}

/** A fault that is ordered. `Left` is null where it goes on for ever. */
export const SandboxFault = dto('SandboxFault', {}, { Id: int(), ...ordered, Left: nullable(int()), Befell: int() })

export const SandboxFaults = dto(
  'SandboxFaults',
  {},
  { Id: field(nullable(int()), { description: 'The fault to call off; all of them without it.' }), ...ordered },
)

export const SandboxFaultsResponse = dto('SandboxFaultsResponse', {}, { ResponseStatus, Faults: list(SandboxFault) })

export const sandboxFaults = operation({
  request: SandboxFaults,
  response: SandboxFaultsResponse,
  roles: organisers,
  routes: [
    get('/sandbox/faults', 'The faults that are ordered, the oldest first.'),
    post('/sandbox/faults', 'Orders a fault for calls of the client: the first fault that a call matches befalls it.'),
    del('/sandbox/faults', 'Calls all faults off.'),
    del('/sandbox/faults/{Id}', 'Calls a fault off.'),
  ],
})
