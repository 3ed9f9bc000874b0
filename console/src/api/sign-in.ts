import { type Answer, call, mapped } from './client.ts'
import { Authenticate } from './dtos.gen.ts'
import { signedIn, signedOut } from './signed-in.ts'

/** Begins a session of an API key, kept in a cookie. */
export async function signIn(key: string, secret: string, isKept: boolean): Promise<Answer<string>> {
  const request = new Authenticate({ provider: 'credentials', UserName: key, Password: secret, RememberMe: isKept })
  const answer = mapped(await call('POST', request), ({ UserId = key }) => UserId)
  if (answer.ok) signedIn(answer.value)
  return answer
}

/** Ends the session, on the server too. */
export async function signOut(): Promise<void> {
  await call('POST', new Authenticate({ provider: 'logout' }))
  signedOut(false)
}
