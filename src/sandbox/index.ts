export { Sandbox, type SandboxSettings } from './sandbox.ts'
export { seededGuids } from './seeded.ts'
export { sandboxServices } from './services.ts'
