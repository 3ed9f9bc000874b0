import { signal } from '@preact/signals'

interface Toast {
  readonly id: number
  readonly text: string
  /** How it is taken back, where it can be. */
  readonly undo?: () => void | Promise<void>
}

/** Only the last thing done: an older one may not be what it was, once something was done after it. */
const toast = signal<Toast | null>(null)
let last = 0

/** How long it stays, in milliseconds. */
const short = 6_000
const long = 20_000

/** Tells what was done, and offers to take it back. */
export function tell(text: string, undo?: () => void | Promise<void>): void {
  const id = ++last
  toast.value = { id, text, ...(undo && { undo }) }
  setTimeout(() => dismiss(id), undo ? long : short)
}

function dismiss(id: number): void {
  if (toast.value?.id === id) toast.value = null
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toast.value && <Shown {...toast.value} />}
    </div>
  )
}

function Shown({ id, text, undo }: Toast) {
  return (
    <div class="toast">
      <span>{text}</span>
      {undo && (
        <button
          type="button"
          onClick={() => {
            dismiss(id)
            void undo()
          }}
        >
          Undo
        </button>
      )}
      <button type="button" class="quiet" aria-label="Close this message" onClick={() => dismiss(id)}>
        ×
      </button>
    </div>
  )
}
