import type { SigningKeys } from '../accounts/signing-keys.ts'
import type { Page } from '../protocol/host/page.ts'

/** The public keys of access tokens, for programs that verify them by themselves (RFC 7517). */
export function jwksPages(keys: SigningKeys): Page[] {
  const answer: Page['answer'] = async () => ({
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify({ keys: await keys.publicKeys() }),
  })
  return ['/.well-known/jwks', '/.well-known/jwks.json'].map((path) => ({ path, answer }))
}
