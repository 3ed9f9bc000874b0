import { catalogue } from '../../protocol/schema/failure.ts'
import { maxFaults } from './faults.ts'
import { maxSnapshots } from './snapshots.ts'

/** What a sandbox refuses, and what it is told to refuse. */
export const sandboxErrors = catalogue({
  SandboxFault: [503, () => 'The sandbox was told to answer so.'],
  ArgumentException: [400, (expected: string) => `Expected ${expected}.`],
  NotFound: [404, (what: 'snapshot' | 'fault' | 'call', name: string) => `The sandbox has no ${what} ${name}.`],
  TooManyFaults: [409, () => `There are ${maxFaults} faults already: call one off first.`],
  TooManySnapshots: [409, () => `There are ${maxSnapshots} snapshots already: forget one first.`],
})
