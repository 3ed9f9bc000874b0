import { JsonServiceClient } from '@servicestack/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../support/http-server.ts'
import { Clock, minute } from '../support/tokens.ts'

/** The DTOs as `@servicestack/cli` writes them, cut down to what is used. */
class AuthenticateResponse {
  SessionId?: string
  UserName?: string
  BearerToken?: string
  RefreshToken?: string
}
class Authenticate {
  provider?: string
  UserName?: string
  Password?: string
  UseTokenCookie?: boolean
  constructor(init: Partial<Authenticate>) {
    Object.assign(this, init)
  }
  getTypeName() {
    return 'Authenticate'
  }
  getMethod() {
    return 'POST'
  }
  createResponse() {
    return new AuthenticateResponse()
  }
}
class RegistrationSessionResponse {
  SessionIds?: number[]
}
class RegistrationSessionRequest {
  EventID = 7
  RegistrationID = 'reg-1'
  SessionIds = [101]
  getTypeName() {
    return 'RegistrationSessionRequest'
  }
  getMethod() {
    return 'POST'
  }
  createResponse() {
    return new RegistrationSessionResponse()
  }
}

let server: TestServer
let clock: Clock
let client: JsonServiceClient

beforeEach(async () => {
  clock = new Clock()
  server = await startTestServer({ registrations: 1, sessions: [{ id: 101 }] }, { now: clock.now })
  client = new JsonServiceClient(server.url)
})
afterEach(() => server.stop())

const signIn = (more: Partial<Authenticate> = {}) =>
  client.send(
    new Authenticate({ provider: 'credentials', UserName: server.key.id, Password: server.key.secret, ...more }),
  )
const assign = () => client.send(new RegistrationSessionRequest())
const problem = (code: string) =>
  expect.objectContaining({ responseStatus: expect.objectContaining({ errorCode: code }) })

/** A client that has tokens alone: no cookies of the sign-in. */
async function withTokens(): Promise<void> {
  const { BearerToken = '', RefreshToken = '' } = await signIn()
  client = new JsonServiceClient(server.url)
  client.bearerToken = BearerToken
  client.refreshToken = RefreshToken
}

describe('the official client', () => {
  test('calls with the credentials it was given', async () => {
    client.setCredentials(server.key.id, server.key.secret)
    expect((await assign()).SessionIds).toEqual([101])
  })

  test('calls with the session of a sign-in', async () => {
    await signIn()
    expect((await assign()).SessionIds).toEqual([101])
  })

  test('calls with a bearer token, until that has run out', async () => {
    await withTokens()
    client.refreshToken = ''
    expect((await assign()).SessionIds).toEqual([101])
    clock.pass(15 * minute)
    await expect(assign()).rejects.toEqual(problem('Unauthorized'))
  })

  test('refreshes its token by itself, again and again', async () => {
    await withTokens()
    for (let time = 0; time < 3; time++) {
      const { bearerToken } = client
      clock.pass(16 * minute)
      expect((await assign()).SessionIds).toEqual([101])
      expect(client.bearerToken).not.toBe(bearerToken)
    }
  })

  test('the same by the older addresses and by a refreshTokenUri', async () => {
    await withTokens()
    client.basePath = ''
    clock.pass(16 * minute)
    expect((await assign()).SessionIds).toEqual([101])
    client.refreshTokenUri = `${server.url}/access-token`
    clock.pass(16 * minute)
    expect((await assign()).SessionIds).toEqual([101])
  })

  test('is told when the refresh token has ended too', async () => {
    await withTokens()
    clock.pass(12 * 60 * minute)
    await expect(assign()).rejects.toEqual(problem('InvalidGrant'))
  })

  test('keeps tokens in cookies, and refreshes them there', async () => {
    const answer = await signIn({ UseTokenCookie: true })
    expect(answer.BearerToken).toBeUndefined()
    expect(client.useTokenCookie).toBe(true)
    for (let time = 0; time < 3; time++) {
      expect((await assign()).SessionIds).toEqual([101])
      expect(client.bearerToken).toBeFalsy()
      clock.pass(16 * minute)
    }
  })

  test('tokens in cookies take the place of a session that went before', async () => {
    await signIn()
    await signIn({ UseTokenCookie: true })
    clock.pass(20 * minute)
    expect((await assign()).SessionIds).toEqual([101])
  })
})
