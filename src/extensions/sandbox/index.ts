export { deterministicGuids } from './deterministic-guid.ts'
export { Sandbox, type SandboxSettings } from './sandbox.ts'
export { sandboxServices } from './services.ts'
