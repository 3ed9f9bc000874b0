import type { RecordedCall } from './call-log.ts'

/** Calls as an HTTP Archive of version 1.2, the oldest first. Source: the draft of the W3C's Web Performance group. */
export function harOf(calls: readonly RecordedCall[], version: string): string {
  const entries = calls.toReversed().map(entryOf)
  return JSON.stringify({ log: { version: '1.2', creator: { name: 'Lectern', version }, entries } }, null, 2)
}

function entryOf(call: RecordedCall) {
  const [, query = ''] = call.url.split('?', 2)
  const size = Buffer.byteLength(call.answerBody)
  return {
    startedDateTime: new Date(call.at).toISOString(),
    time: call.milliseconds,
    request: {
      method: call.verb,
      url: call.origin + call.url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: named(call.requestHeaders),
      queryString: named([...new URLSearchParams(query)]),
      ...(call.requestBody !== '' && {
        postData: { mimeType: call.requestType ?? '', params: [], text: call.requestBody },
      }),
      headersSize: -1,
      bodySize: Buffer.byteLength(call.requestBody),
    },
    response: {
      // 0: there was none, by the custom of browsers.
      status: call.status ?? 0,
      statusText: call.code ?? '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: named(call.answerHeaders),
      content: { size, mimeType: call.answerType ?? '', text: call.answerBody },
      redirectURL: '',
      headersSize: -1,
      bodySize: size,
    },
    cache: {},
    timings: { send: 0, wait: call.milliseconds, receive: 0 },
    serverIPAddress: '',
    comment: [call.operation, ...call.lost].join(' | '),
  }
}

function named(pairs: readonly (readonly [string, string])[]): { name: string; value: string }[] {
  return pairs.map(([name, value]) => ({ name, value }))
}
