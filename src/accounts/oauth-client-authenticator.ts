import type { RequestSource } from '../protocol/schema/access.ts'
import { type Failure, fail } from '../protocol/schema/failure.ts'
import type { Engine } from '../store/engine.ts'
import { appById } from '../store/queries/apps.ts'
import { uris } from './apps.ts'
import { grantErrors } from './errors.ts'
import { dummySecret, noClient, secretMatches, tenantOfKeyName } from './secrets.ts'
import type { Throttle } from './throttle.ts'

/** An OAuth app that has shown its secret. */
export interface OAuthApp {
  readonly client: number
  readonly id: string
  readonly redirectUris: readonly string[]
}

/** Authenticates an OAuth app by its secret. */
export class OAuthClientAuthenticator {
  readonly #engine: Engine
  readonly #throttle: Throttle

  constructor(engine: Engine, throttle: Throttle) {
    this.#engine = engine
    this.#throttle = throttle
  }

  /**
   * Checks the secret first, as for API keys.
   * @returns InvalidClient where the app is unknown or revoked or the secret is wrong; AccountLockedOut where too many of
   * these failed lately
   */
  async authenticate(id: string, secret: string, origin: RequestSource): Promise<OAuthApp | Failure> {
    const app = await this.#engine.first(appById, { client: tenantOfKeyName(id) ?? noClient, id })
    const isRight = secretMatches(secret, app ?? dummySecret)
    if (app && isRight && app.revoked_at === null) {
      return { client: app.client_id, id, redirectUris: uris(app.redirect_uris) }
    }
    return this.#throttle.reject(id, origin) ?? fail(grantErrors.InvalidClient)
  }
}
