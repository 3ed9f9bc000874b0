import { dto, secret } from '../protocol/schema/dto.ts'
import { operation, post } from '../protocol/schema/operation.ts'
import { ResponseStatus } from '../protocol/schema/response-status.ts'
import { bool, dictionary, enumeration, int, string } from '../protocol/schema/types.ts'
import { Device } from './base.ts'

export const AuthUserType = enumeration('AuthUserType', ['Anonymous', 'Admin', 'Member'])

/** Why a sign-in failed; None when it did not. */
export const FailedLoginReason = enumeration('FailedLoginReason', [
  'None',
  'MultipleAccounts',
  'InvalidCredentials',
  'AccountLockedOut',
  'AccountSuspended',
  'AccountPendingApproval',
  'InvalidClient',
  'InvalidToken',
  'ConsentRequired',
])

/** The members of these two are not public. */
export const MemberConfig = dto('MemberConfig', {}, {})
export const BrandingConfig = dto('BrandingConfig', {}, {})

export const Auth = dto(
  'Auth',
  {},
  {
    ConsumerKey: string(),
    ConsumerSecret: secret(),
    AccessToken: secret(),
    Token: secret({ location: 'path' }),
    ClientID: int(),
    UserType: AuthUserType,
    Username: string(),
    Password: secret(),
    EmailAddress: string(),
    IncludeMemberConfig: bool(),
    IncludeExchangeToken: bool(),
    IncludeBrandingConfig: bool(),
    Device,
  },
)

/** ServiceStack's own answer to a sign-in. */
export const AuthenticateResponse = dto(
  'AuthenticateResponse',
  {},
  {
    UserId: string(),
    SessionId: secret(),
    UserName: string(),
    DisplayName: string(),
    ReferrerUrl: string(),
    BearerToken: secret(),
    RefreshToken: secret(),
    ResponseStatus,
    Meta: dictionary(string()),
  },
)

export const AuthResponse = dto(
  'AuthResponse',
  { extends: AuthenticateResponse },
  {
    ClientID: int(),
    MemberID: int(),
    FailedLoginReason,
    MemberConfig,
    BrandingConfig,
    ExchangeToken: secret(),
  },
)

/** Signs in with an API key (Username) and its secret (Password); the SessionId of the answer then names the caller. */
export const auth = operation({
  request: Auth,
  response: AuthResponse,
  roles: [],
  routes: [post('/Ams/Authenticate', 'Sign in.'), post('/Ams/Authenticate/{Token}', 'Sign in with a token.')],
})
