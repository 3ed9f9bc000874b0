import { useState } from 'preact/hooks'
import { useEvent } from '../lib/current-event.ts'
import { momentText } from '../model/instant.ts'

interface CheckInProps {
  readonly name: string
  /** When they were checked in; null when not. */
  readonly at: string | null
  readonly onChange: (isThere: boolean) => Promise<void>
}

/** Checks somebody in, or takes that back. */
export function CheckIn({ name, at, onChange }: CheckInProps) {
  const { event } = useEvent()
  const [isBusy, setBusy] = useState(false)
  const change = async () => {
    setBusy(true)
    await onChange(at === null)
    setBusy(false)
  }
  return (
    <span class="check-in">
      {at !== null && (
        <span class="tag good flush" title={momentText(at, event.timeZone)}>
          Here
        </span>
      )}
      <button
        type="button"
        class={at === null ? 'small' : 'small quiet'}
        disabled={isBusy}
        aria-label={at === null ? `Check in ${name}` : `Take back the check-in of ${name}`}
        onClick={() => void change()}
      >
        {at === null ? 'Check in' : 'Take back'}
      </button>
    </span>
  )
}
