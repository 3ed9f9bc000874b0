import { useState } from 'preact/hooks'
import type { Problem } from '../api/client.ts'
import { signIn } from '../api/sign-in.ts'
import { hasEnded } from '../api/signed-in.ts'
import { Page } from '../ui/page.tsx'
import { ProblemNote } from '../ui/problem.tsx'

export function SignInPage() {
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (!(event.currentTarget instanceof HTMLFormElement)) return
    const form = new FormData(event.currentTarget)
    setBusy(true)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const answer = await signIn(text('key'), text('secret'), form.has('keep'))
    setBusy(false)
    if (!answer.ok) setProblem(answer.problem)
  }
  return (
    <Page title="Sign in" lead="With an API key of your organisation and its secret.">
      {hasEnded.value && (
        <p class="note" role="status">
          Your session has ended. Sign in again to go on where you were.
        </p>
      )}
      <form class="sign-in" onSubmit={(event) => void submit(event)}>
        {problem && <ProblemNote problem={problem} what="You are not signed in." />}
        <label>
          API key
          <input name="key" required autocomplete="username" autocapitalize="none" spellcheck={false} />
        </label>
        <label>
          Secret
          <input name="secret" type="password" required autocomplete="current-password" />
        </label>
        <label class="check">
          <input name="keep" type="checkbox" /> Stay signed in when the browser is closed
        </label>
        <button type="submit" class="primary" disabled={isBusy}>
          {isBusy ? 'Signing in …' : 'Sign in'}
        </button>
        <p class="muted">
          There is no key yet? On the server, <code>lectern key create --client NUMBER --role admin</code> makes one.
        </p>
      </form>
    </Page>
  )
}
