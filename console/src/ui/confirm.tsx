import { signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'

interface Question {
  readonly title: string
  readonly text: string
  /** What the button says: a verb. */
  readonly action: string
  readonly answer: (isSure: boolean) => void
}

const question = signal<Question | null>(null)

/** Asks before something is done that hurts. */
export function confirmed(title: string, text: string, action: string): Promise<boolean> {
  return new Promise((answer) => {
    question.value = { title, text, action, answer }
  })
}

export function ConfirmDialog() {
  const dialog = useRef<HTMLDialogElement>(null)
  const asked = question.value
  useEffect(() => {
    if (asked) dialog.current?.showModal()
  }, [asked])
  if (!asked) return null
  const close = (isSure: boolean) => {
    dialog.current?.close()
    question.value = null
    asked.answer(isSure)
  }
  return (
    <dialog ref={dialog} aria-labelledby="confirm-title" aria-describedby="confirm-text" onCancel={() => close(false)}>
      <h2 id="confirm-title">{asked.title}</h2>
      <p id="confirm-text">{asked.text}</p>
      <div class="actions">
        <button type="button" onClick={() => close(false)}>
          Cancel
        </button>
        <button type="button" class="danger" onClick={() => close(true)}>
          {asked.action}
        </button>
      </div>
    </dialog>
  )
}
