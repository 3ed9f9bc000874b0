import type { IncomingHttpHeaders } from 'node:http'

/**
 * What a caller is asked for that shows nothing, or what is not good. To `Basic` a browser asks for a password by itself:
 * good for a person who opens an address, and in the way of a page whose script has a sign-in of its own.
 * Source: RFC 9110, 11.6.1.
 */
export function challengeFor(headers: IncomingHttpHeaders, realm: string): string {
  return isScript(headers) ? `Bearer realm="${realm}"` : `Basic realm="${realm}", charset="UTF-8"`
}

/** Whether the script of a page asks. Browsers tell by Sec-Fetch-Dest where they trust the address. */
function isScript({
  'x-requested-with': by,
  'sec-fetch-dest': destination,
  accept = '',
}: IncomingHttpHeaders): boolean {
  return by === 'XMLHttpRequest' || destination === 'empty' || accept.startsWith('text/event-stream')
}
