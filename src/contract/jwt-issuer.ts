import { dto, field, secret } from '../protocol/schema/dto.ts'
import { operation, post } from '../protocol/schema/operation.ts'
import { ResponseStatus } from '../protocol/schema/response-status.ts'
import { string } from '../protocol/schema/types.ts'
import { BaseDto, organisers } from './base.ts'

export const JwtIssuer = dto(
  'JwtIssuer',
  { extends: BaseDto },
  { refId: field(string(), { location: 'body', description: 'no meaning here' }) },
)

export const JwtIssuerResponse = dto('JwtIssuerResponse', {}, { token: secret(), ResponseStatus })

/** An access token for the session or key that asks. */
export const jwtIssuer = operation({
  request: JwtIssuer,
  response: JwtIssuerResponse,
  roles: organisers,
  isIdempotencyKeySupported: false,
  routes: [post('/Ams/Auth/GetJwt', 'A JSON Web Token for the session.')],
})
