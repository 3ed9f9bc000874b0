import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const prefix = 'sealed:1:'
const ivBytes = 12
const tagBytes = 16

/** A secret that is kept outside the database: fewer bytes would not withstand guessing. */
export const minSecretBytes = 32

/** The private keys in the database are sealed with a secret that this process does not have. */
export class SealedKeyError extends Error {}

/** Encrypts what would be a secret in a copy of the database: AES-256-GCM, with a key derived from a secret outside it. */
export class Seal {
  readonly #key: Buffer

  /** @param secret at least {@link minSecretBytes} bytes */
  constructor(secret: Uint8Array) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'lectern signing key', 32))
  }

  /** @param name what the text is; it opens under that name only */
  close(text: string, name: string): string {
    const iv = randomBytes(ivBytes)
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(Buffer.from(name))
    const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return prefix + Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64url')
  }

  /** Returns the text, or null where it was sealed with another secret or under another name, or was changed. */
  open(sealed: string, name: string): string | null {
    const bytes = Buffer.from(sealed.slice(prefix.length), 'base64url')
    const [iv, tag] = [bytes.subarray(0, ivBytes), bytes.subarray(ivBytes, ivBytes + tagBytes)]
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, iv).setAAD(Buffer.from(name)).setAuthTag(tag)
      return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8')
    } catch {
      return null
    }
  }
}

export function isSealed(text: string): boolean {
  return text.startsWith(prefix)
}
