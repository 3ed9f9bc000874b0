import type { Operation } from '../../protocol/schema/operation.ts'
import { sandboxCall, sandboxCalls, sandboxHar } from './calls.ts'
import { sandboxFaults } from './faults.ts'
import { sandboxClock, sandboxReset, sandboxSnapshots, sandboxState } from './state.ts'

/** What a sandbox has besides the operations of every server. The original has none of it. */
export const sandboxOperations: readonly Operation[] = [
  sandboxState,
  sandboxReset,
  sandboxSnapshots,
  sandboxClock,
  sandboxFaults,
  sandboxCalls,
  sandboxCall,
  sandboxHar,
]
