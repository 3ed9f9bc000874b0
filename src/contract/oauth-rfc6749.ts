import { dto, extension, field, secret } from '../protocol/schema/dto.ts'
import { operation, post } from '../protocol/schema/operation.ts'
import { ResponseStatus } from '../protocol/schema/response-status.ts'
import { int, nullable, string } from '../protocol/schema/types.ts'

const summary = 'An access token for an authorization code or a refresh token (RFC 6749).'

const requestFields = {
  grant_type: field(string(), { description: 'authorization_code or refresh_token', required: true }),
  scope: field(string(), { description: 'read, write or both; all that was granted where it is not given' }),
  code: secret(),
  refresh_token: secret(),
  redirect_uri: field(string(), { description: 'required with a code where one is registered for the app' }),
  client_id: string(),
  client_secret: secret(),
  code_verifier: secret({
    description: 'Required with a code that was issued for a code challenge (RFC 7636, S256).',
    isExtension: true,
  }),
}

/** The tokens, or `error` and `error_description` (RFC 6749 §5). */
const responseFields = {
  access_token: secret(),
  token_type: string(),
  refresh_token: secret(),
  expires_in: nullable(int()),
  scope: extension(string(), 'What was granted, in words with a space between.'),
  error: extension(string(), 'The code of an error.'),
  error_description: extension(string(), 'What is wrong, for people.'),
  ResponseStatus,
}

export const GetToken = dto('GetToken', {}, requestFields)
export const GetTokenResponse = dto('GetTokenResponse', {}, responseFields)

export const getToken = operation({
  request: GetToken,
  response: GetTokenResponse,
  roles: [],
  routes: [post('/OAuth/GetToken', summary)],
})

export const OIDCGetAccessToken = dto('OIDCGetAccessToken', {}, requestFields)
export const OIDCGetAccessTokenResponse = dto('OIDCGetAccessTokenResponse', {}, responseFields)

/** The same at a second address; there is no id_token, since no person signs in. */
export const oidcGetAccessToken = operation({
  request: OIDCGetAccessToken,
  response: OIDCGetAccessTokenResponse,
  roles: [],
  routes: [post('/OAuth/OIDC/GetAccessToken', summary)],
})
