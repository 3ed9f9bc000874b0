import { dto, field, secret } from '../protocol/schema/dto.ts'
import { operation, post } from '../protocol/schema/operation.ts'
import { ResponseStatus } from '../protocol/schema/response-status.ts'
import { bool, dateTime, enumeration, nullable, string } from '../protocol/schema/types.ts'
import { BaseDto } from './base.ts'

export const GrantType = enumeration('GrantType', ['Code', 'RefreshToken'])

const body = (description = '') => field(string(), { location: 'body', description })

const requestFields = {
  GrantType: field(GrantType, { location: 'body' }),
  AppId: body(),
  AppSecert: secret({ location: 'body', description: 'the old spelling of AppSecret' }),
  Scope: body('read, write or both; all that was granted where it is not given'),
  Code: secret({ location: 'body' }),
  RefreshToken: secret({ location: 'body' }),
  AppSecret: secret({ location: 'body' }),
  RedirectUri: field(string(), {
    location: 'body',
    description: 'Required with a Code where one is registered for the app.',
    isExtension: true,
  }),
  CodeVerifier: secret({
    location: 'body',
    description: 'Required with a Code that was issued for a code challenge (RFC 7636, S256).',
    isExtension: true,
  }),
}

export const GetAccessToken = dto('GetAccessToken', { extends: BaseDto }, requestFields)

export const GetAccessTokenResponse = dto(
  'GetAccessTokenResponse',
  {},
  {
    AccessToken: secret(),
    ExpiresOnUtc: dateTime(),
    RefreshToken: secret({ description: 'Gives further access tokens; it may be used many times.', isExtension: true }),
    ResponseStatus,
  },
)

/** An access token for a code or a refresh token. A code also gives a refresh token, which may be used many times. */
export const getAccessToken = operation({
  request: GetAccessToken,
  response: GetAccessTokenResponse,
  roles: [],
  routes: [post('/OAuth/GetAccessToken', 'An access token for a Code or a RefreshToken of an app.')],
})

export const RefreshAccessToken = dto(
  'RefreshAccessToken',
  { extends: BaseDto },
  {
    ...requestFields,
    UseTokenCookie: field(nullable(bool()), { location: 'body', description: 'answer in cookies alone' }),
  },
)

export const RefreshAccessTokenResponse = dto(
  'RefreshAccessTokenResponse',
  {},
  { accessToken: secret(), expiresOnUtc: dateTime(), ResponseStatus },
)

/**
 * The same as ServiceStack's clients ask and read it when a token has run out: by the refresh token of a sign-in, and in
 * a letter case of their own.
 */
export const refreshAccessToken = operation({
  request: RefreshAccessToken,
  response: RefreshAccessTokenResponse,
  roles: [],
  routes: ['/access-token', '/api/GetAccessToken', '/json/reply/GetAccessToken'].map((path) =>
    post(path, 'A new access token for the RefreshToken of a sign-in.'),
  ),
})
