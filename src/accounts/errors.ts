import { catalogue } from '../protocol/schema/failure.ts'

/** What the management of clients, keys and apps refuses. */
export const accountErrors = catalogue({
  ClientNotFound: [404, (client: number) => `There is no client ${client}. Add it first.`],
  ClientExists: [409, (client: number) => `There is a client ${client} already.`],
  KeyNotFound: [404, (client: number, key: string) => `Client ${client} has no key ${key}.`],
  AppNotFound: [404, (client: number, app: string) => `Client ${client} has no app ${app}.`],
  AppEnded: [409, (app: string) => `The app ${app} has ended.`],
})

/** Why no token is given; the codes are those of RFC 6749 §5.2 in this house's spelling. */
export const grantErrors = catalogue({
  InvalidRequest: [400, (expected: string) => `Expected ${expected}.`],
  InvalidClient: [401, () => 'The app is not known, has ended, or its secret is wrong.'],
  InvalidGrant: [
    400,
    (what: 'code' | 'refresh token' | 'redirect_uri' | 'code_verifier') => {
      switch (what) {
        case 'redirect_uri':
          return 'Expected a redirect_uri that is registered for the app, exactly as registered.'
        case 'code_verifier':
          return 'Expected the code_verifier of the code_challenge that the code was issued for, and none without.'
        default:
          return `The ${what} is not known, was used, or has ended.`
      }
    },
  ],
  InvalidScope: [400, (granted: string) => `Expected the scope ${granted}, or a part of it.`],
  UnsupportedGrantType: [400, () => 'Expected the grant type authorization_code or refresh_token.'],
})
