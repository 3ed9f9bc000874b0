import { createHash } from 'node:crypto'
import type { CachedResponse } from '../schema/cached-response.ts'
import type { ResponseVariant } from './response-format.ts'

/** The ETag of a kept answer in a shape: weak, since DateCached differs where the content does not. Source: RFC 9110, 8.8.3. */
export function etagOf({ validator }: CachedResponse, { contentType, isPlain, key }: ResponseVariant): string {
  const shape = isPlain ? contentType : `${contentType} ${key}`
  return `W/"${validator}-${createHash('sha256').update(shape).digest('base64url').slice(0, 8)}"`
}

/** Whether an If-None-Match header names a tag, or any. Source: RFC 9110, 13.1.2. */
export function isAmong(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  const strong = etag.replace(/^W\//, '')
  return header.split(',').some((each) => {
    const tag = each.trim()
    return tag === '*' || tag.replace(/^W\//, '') === strong
  })
}
