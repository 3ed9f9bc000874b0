export { demo } from './content.ts'
export { type DemoRegistration, type DemoSession, type DemoSummary, demoSummary } from './facts.ts'
export { type DemoLoading, hasDemo, loadDemo } from './load.ts'
