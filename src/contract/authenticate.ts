import { dto, field, secret } from '../protocol/schema/dto.ts'
import { operation, routesOf } from '../protocol/schema/operation.ts'
import { bool, dictionary, nullable, string } from '../protocol/schema/types.ts'
import { AuthenticateResponse } from './auth.ts'

export const Authenticate = dto(
  'Authenticate',
  {},
  {
    provider: field(string(), { location: 'path', description: 'credentials, basic, apikey, or logout' }),
    UserName: string(),
    Password: secret(),
    RememberMe: nullable(bool()),
    UseTokenCookie: nullable(bool()),
    Meta: dictionary(string()),
  },
)

const anyVerb = (path: string, summary: string) => routesOf(['GET', 'POST', 'PUT', 'DELETE'], path, summary)

/** ServiceStack's own sign-in: in by a provider, out by the provider `logout`, and without a provider who one is. */
export const authenticate = operation({
  request: Authenticate,
  response: AuthenticateResponse,
  roles: [],
  routes: [
    ...anyVerb('/auth', 'Who is signed in.'),
    ...anyVerb('/auth/{provider}', 'Sign in, or out.'),
    ...anyVerb('/authenticate', 'Who is signed in.'),
    ...anyVerb('/authenticate/{provider}', 'Sign in, or out.'),
  ],
})
