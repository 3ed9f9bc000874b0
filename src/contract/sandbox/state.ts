import { dto, field } from '../../protocol/schema/dto.ts'
import { del, get, operation, post, put } from '../../protocol/schema/operation.ts'
import { ResponseStatus } from '../../protocol/schema/response-status.ts'
import { bool, dateTime, int, list, nullable, string, timeSpan } from '../../protocol/schema/types.ts'
import { organisers } from '../base.ts'
import { SandboxFault } from './faults.ts'

/** The events of a client as they once were, to go back to. */
export const SandboxSnapshot = dto('SandboxSnapshot', {}, { Name: string(), TakenAt: dateTime(), Rows: int() })

export const SandboxState = dto('SandboxState', {}, {})

/** How a sandbox is at the moment. UnauthenticatedCalls: how many calls of any client were not recorded, for want of valid credentials. */
export const SandboxStateResponse = dto(
  'SandboxStateResponse',
  {},
  {
    ResponseStatus,
    Now: dateTime(),
    Frozen: bool(),
    Seed: nullable(int()),
    Snapshots: list(SandboxSnapshot),
    Faults: list(SandboxFault),
    Calls: int(),
    UnauthenticatedCalls: int(),
  },
)

export const sandboxState = operation({
  request: SandboxState,
  response: SandboxStateResponse,
  roles: organisers,
  routes: [get('/sandbox', 'Its clock, snapshots and faults, and how many calls it keeps.')],
})

export const SandboxReset = dto(
  'SandboxReset',
  {},
  {
    Snapshot: field(string(), {
      description: 'The snapshot to go back to; without it, how the sandbox was when it started.',
    }),
  },
)

export const sandboxReset = operation({
  request: SandboxReset,
  response: SandboxStateResponse,
  roles: organisers,
  routes: [
    post('/sandbox/reset', 'Puts the events of the client back; at the start of all, the clock and the faults too.'),
  ],
})

export const SandboxSnapshots = dto(
  'SandboxSnapshots',
  {},
  { Name: field(string(), { description: 'Letters, digits, _ and -, up to 60 of them.' }) },
)

export const SandboxSnapshotsResponse = dto(
  'SandboxSnapshotsResponse',
  {},
  { ResponseStatus, Snapshots: list(SandboxSnapshot) },
)

export const sandboxSnapshots = operation({
  request: SandboxSnapshots,
  response: SandboxSnapshotsResponse,
  roles: organisers,
  routes: [
    get('/sandbox/snapshots', 'The snapshots there are, the oldest first.'),
    post('/sandbox/snapshots', 'Takes a snapshot of the events of the client, in place of one of the same name.'),
    del('/sandbox/snapshots/{Name}', 'Forgets a snapshot.'),
  ],
})

export const SandboxClock = dto(
  'SandboxClock',
  {},
  {
    At: field(nullable(dateTime()), { description: 'What time it is to be, with its offset; UTC without one.' }),
    Move: field(nullable(timeSpan()), { description: 'How far it is to be moved, such as P1DT2H, or -PT15M.' }),
    Frozen: field(nullable(bool()), { description: 'Whether it is to stand still.' }),
  },
)

export const SandboxClockResponse = dto(
  'SandboxClockResponse',
  {},
  { ResponseStatus, Now: dateTime(), Frozen: bool(), Ahead: timeSpan() },
)

export const sandboxClock = operation({
  request: SandboxClock,
  response: SandboxClockResponse,
  roles: organisers,
  routes: [
    get('/sandbox/clock', 'What time it is for events, and how far that is ahead of the real time.'),
    put('/sandbox/clock', 'Sets the clock of events, moves it, and has it stand still or go on.'),
    del('/sandbox/clock', 'Goes back to the real time.'),
  ],
})
