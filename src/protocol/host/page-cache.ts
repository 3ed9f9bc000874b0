import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { LRUCache } from 'lru-cache'
import { Failure } from '../schema/failure.ts'
import type { Page, PageRequest } from './page.ts'

/** Stands for the host in a page that is made once for all of them. */
const placeholderHost = 'host.invalid'
/** How much memory pages of different hosts may take together, compressed copies included. */
const maxCachedBytes = 32_000_000

const compressors = {
  br: (body: Buffer) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (body: Buffer) => promisify(gzip)(body),
} as const

export type PageEncoding = keyof typeof compressors

/** A page as it is sent. */
export class CachedPage {
  readonly contentType: string
  readonly body: Buffer
  readonly etag: string
  readonly #compressed = new Map<PageEncoding, Promise<Buffer>>()

  constructor(contentType: string, body: Buffer) {
    this.contentType = contentType
    this.body = body
    this.etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"`
  }

  /** Returns the compressed body; it is compressed once. */
  compressed(encoding: PageEncoding): Promise<Buffer> {
    const copy = this.#compressed.get(encoding) ?? compressors[encoding](this.body)
    this.#compressed.set(encoding, copy)
    return copy
  }
}

/** A text with the host in it: what stands between its places. */
interface Template {
  readonly contentType: string
  readonly parts: readonly string[]
}

/**
 * Makes and compresses pages once. The variants that pages declare are kept for good, since they are few. Callers choose the
 * host by which they reach the server, so that a page which holds it is kept without it; those that it was filled into are
 * kept as far as {@link maxCachedBytes} goes.
 */
export class PageCache {
  readonly #fixed = new Map<string, CachedPage>()
  readonly #templates = new Map<string, Template>()
  readonly #filled = new LRUCache<string, CachedPage>({
    maxSize: maxCachedBytes,
    // Its compressed copies are a small part of it.
    sizeCalculation: ({ body }, key) => key.length + 2 * body.length,
  })

  /** Returns the page for a request; null where it declares no variant for it, and has to be made anew. */
  async find(page: Page, request: PageRequest): Promise<CachedPage | Failure | null> {
    const variant = page.variant?.(request) ?? null
    if (variant === null) return null
    const { protocol, host } = new URL(request.baseUrl)
    const name = `${page.path} ${variant} ${protocol}`
    return this.#fixed.get(name) ?? this.#fill(name, host) ?? this.#make(name, page, request)
  }

  #fill(name: string, host: string): CachedPage | undefined {
    const template = this.#templates.get(name)
    if (!template) return undefined
    const key = `${name} ${host}`
    const filled = this.#filled.get(key) ?? new CachedPage(template.contentType, Buffer.from(template.parts.join(host)))
    this.#filled.set(key, filled)
    return filled
  }

  async #make(name: string, page: Page, request: PageRequest): Promise<CachedPage | Failure> {
    const { protocol, host } = new URL(request.baseUrl)
    const answer = await page.answer({ ...request, baseUrl: `${protocol}//${placeholderHost}` })
    if (answer instanceof Failure) return answer
    const { contentType, body } = answer
    const parts = typeof body === 'string' ? body.split(placeholderHost) : []
    if (parts.length > 1) this.#templates.set(name, { contentType, parts })
    const filled = this.#fill(name, host)
    if (filled) return filled
    const fixed = new CachedPage(contentType, typeof body === 'string' ? Buffer.from(body) : Buffer.from(body))
    this.#fixed.set(name, fixed)
    return fixed
  }
}
