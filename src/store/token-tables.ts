/** The tables of OAuth apps and tokens. A `hash` is a SHA-256 in hex, from which the token cannot be had back. */
export interface TokenTables {
  app: {
    client_id: number
    id: string
    name: string
    /** JSON list. */
    redirect_uris: string
    /** As those of an API key. */
    salt: string
    hash: string
    created_at: number
    revoked_at: number | null
  }
  /** To whom tokens were given, an API key or an app: all its tokens end with it. */
  token_grant: {
    client_id: number
    id: string
    key_id: string | null
    app_id: string | null
    /** The sign-in session that it came from, with which it ends. */
    sign_in_hash: string | null
    /** `read`, `write` or both with a space between; empty for a key, whose own scope counts. */
    scope: string
    created_at: number
    expires_at: number
    ended_at: number | null
  }
  refresh_token: {
    client_id: number
    hash: string
    grant_id: string
    created_at: number
    /** When a new one took its place: whoever shows it after that did not get it from us. */
    used_at: number | null
  }
  authorization_code: {
    client_id: number
    hash: string
    app_id: string
    /** As that of a grant. */
    scope: string
    expires_at: number
    /** The S256 challenge of RFC 7636; null: the code comes without a verifier. */
    code_challenge: string | null
    /** What it was used for. */
    grant_id: string | null
  }
  exchange_token: {
    client_id: number
    hash: string
    key_id: string
    /** The sign-in session that asked for it, with which it ends. */
    sign_in_hash: string | null
    expires_at: number
  }
  /** Of no client: they sign the tokens of all. */
  signing_key: {
    /** The thumbprint of the public key (RFC 7638). */
    id: string
    /** PKCS #8 and SPKI, in PEM. Who reads the private key can make tokens. */
    private_key: string
    public_key: string
    created_at: number
  }
}
