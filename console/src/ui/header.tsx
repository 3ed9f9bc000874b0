import { signOut } from '../api/sign-in.ts'
import { signedInAs } from '../api/signed-in.ts'
import { isSandbox } from '../lib/is-sandbox.ts'
import { Link } from './link.tsx'

export function Header() {
  const key = signedInAs.value
  return (
    <header class="top">
      <Link to="/" class="brand">
        Lectern
      </Link>
      {key !== null && (
        <div class="who">
          {isSandbox && <Link to="/sandbox">Sandbox</Link>}
          <span class="who-key" title={`Signed in with the API key ${key}`}>
            <span class="only-read">Signed in with the API key </span>
            {key}
          </span>
          <button type="button" class="quiet" onClick={() => void signOut()}>
            Sign out
          </button>
        </div>
      )}
    </header>
  )
}
