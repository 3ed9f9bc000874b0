import { signal } from '@preact/signals'

interface Toast {
  readonly id: number
  readonly text: string
  /** How it is taken back, where it can be. */
  readonly undo?: () => void | Promise<void>
}

const toasts = signal<readonly Toast[]>([])
let last = 0

/** How long they stay, in milliseconds. */
const short = 6_000
const long = 20_000

/** Tells what was done, and offers to take it back. */
export function tell(text: string, undo?: () => void | Promise<void>): void {
  const id = ++last
  toasts.value = [...toasts.value.slice(-2), { id, text, ...(undo && { undo }) }]
  setTimeout(() => dismiss(id), undo ? long : short)
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, text, undo }) => (
        <div class="toast" key={id}>
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
      ))}
    </div>
  )
}
