import type { Origin } from '../protocol/schema/access.ts'
import { type Failure, fail } from '../protocol/schema/failure.ts'
import type { Engine } from '../store/engine.ts'
import { appById } from '../store/queries/apps.ts'
import { uris } from './apps.ts'
import { grantErrors } from './errors.ts'
import { clientOf, isSecret, nobodysSecret } from './secrets.ts'
import type { Throttle } from './throttle.ts'

/** An OAuth app that has shown its secret. */
export interface App {
  readonly client: number
  readonly id: string
  readonly redirectUris: readonly string[]
}

/** Says which app an id and its secret name. */
export class AppCheck {
  readonly #engine: Engine
  readonly #throttle: Throttle

  constructor(engine: Engine, throttle: Throttle) {
    this.#engine = engine
    this.#throttle = throttle
  }

  /** @returns InvalidClient where the app is unknown or has ended or the secret is wrong, or AccountLockedOut */
  async app(id: string, secret: string, origin: Origin): Promise<App | Failure> {
    const found = await this.#throttle.watched(id, origin, () => this.#named(id, secret))
    return found ?? fail(grantErrors.InvalidClient)
  }

  async #named(id: string, secret: string): Promise<App | null> {
    const client = clientOf(id)
    const app = client === undefined ? undefined : await this.#engine.first(appById, { client, id })
    const isRight = isSecret(secret, app ?? nobodysSecret)
    if (!app || !isRight || app.revoked_at !== null) return null
    return { client: app.client_id, id, redirectUris: uris(app.redirect_uris) }
  }
}
