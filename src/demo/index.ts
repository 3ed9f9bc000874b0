export { demo } from './content.ts'
export { type DemoFacts, type DemoRegistration, type DemoSession, demoFacts } from './facts.ts'
export { type DemoLoading, hasDemo, loadDemo } from './load.ts'
