import { signal } from '@preact/signals'

const remembered = 'lectern.signed-in-as'

/**
 * The key that is signed in; null where none is. The session itself is a cookie that scripts cannot see: this only
 * remembers that there was one, so that a browser without is not asked in vain.
 */
export const signedInAs = signal<string | null>(localStorage.getItem(remembered))

export function signedIn(key: string): void {
  localStorage.setItem(remembered, key)
  signedInAs.value = key
  hasEnded.value = false
}

/** Whether the session ended otherwise than by signing out. */
export const hasEnded = signal(false)

/** The session has ended. @param byItself for no reason of the reader's own */
export function signedOut(byItself: boolean): void {
  // Several calls may be told of it at once.
  if (signedInAs.value === null) return
  localStorage.removeItem(remembered)
  hasEnded.value = byItself
  signedInAs.value = null
}
