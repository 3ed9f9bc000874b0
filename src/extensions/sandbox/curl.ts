/** A call as it was sent, as far as it may be told. */
export interface SentCall {
  readonly verb: string
  readonly origin: string
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

/** What curl sets by itself, or what belongs to the connection or the browser of another. */
const itsOwn =
  /^(?:host|connection|content-length|accept-encoding|user-agent|authorization|cookie|x-ss-id|origin|referer|sec-.*|proxy-.*|transfer-encoding|expect|traceparent|priority)$/i

/**
 * A command of a shell that makes the call again; whoever calls signs in with the key in the variable LECTERN_KEY, which
 * holds its id, a colon and its secret.
 */
export function curlOf({ verb, origin, url, headers, body }: SentCall): string {
  const parts = [
    `curl -i -g --path-as-is${verb === 'HEAD' ? ' --head' : ` -X ${quoted(verb)}`} ${quoted(origin + url)}`,
    '-u "$LECTERN_KEY"',
  ]
  const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type')
  // By itself curl says that a body is a form.
  if (body !== '' && !hasType) parts.push("-H 'Content-Type:'")
  for (const [name, value] of headers) if (!itsOwn.test(name)) parts.push(`-H ${quoted(`${name}: ${value}`)}`)
  if (body !== '') parts.push(`--data-raw ${quoted(body)}`)
  return parts.join(' \\\n  ')
}

/** As one word of a shell. */
function quoted(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
