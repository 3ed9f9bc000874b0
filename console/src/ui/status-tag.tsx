import type { SeenCall } from '../model/calls.ts'

/** How a call was answered. */
export function StatusTag({ call: { status, code, fault } }: { call: SeenCall }) {
  const look = status !== null && status < 400 ? 'good' : 'full'
  return (
    <>
      <span class={`tag flush ${look}`}>{status ?? 'Cut'}</span> {code && <code>{code}</code>}
      {fault !== null && <span class="muted"> by fault {fault}</span>}
    </>
  )
}
