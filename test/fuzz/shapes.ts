/** What is sent on a connection of its own, and how many answers at most may come of it. */
export interface Shape {
  readonly name: string
  readonly text: string
  readonly answers: number
}

const host = 'Host: 127.0.0.1'
const hidden = `GET /health/live HTTP/1.1\r\n${host}\r\n\r\n`
const post = (headers: readonly string[], body: string, version = 'HTTP/1.1') =>
  `POST /api/Auth ${version}\r\n${[host, ...headers].join('\r\n')}\r\n\r\n${body}`
const get = (headers: readonly string[], path = '/health/live', version = 'HTTP/1.1') =>
  `GET ${path} ${version}\r\n${headers.join('\r\n')}\r\n\r\n`

/**
 * Requests as they stand in reports of request smuggling, and other HTTP that is bent. A request that is hidden in another's
 * body must not be answered as one of its own.
 */
export const shapes: readonly Shape[] = [
  { name: 'CL.TE', text: post(['Content-Length: 6', 'Transfer-Encoding: chunked'], `0\r\n\r\n${hidden}`), answers: 1 },
  {
    name: 'TE.CL',
    text: post(['Transfer-Encoding: chunked', 'Content-Length: 4'], `5c\r\n${hidden}\r\n0\r\n\r\n`),
    answers: 1,
  },
  {
    name: 'TE.TE',
    text: post(['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], `0\r\n\r\n${hidden}`),
    answers: 1,
  },
  {
    name: 'TE with a space before the colon',
    text: post(['Transfer-Encoding : chunked'], `0\r\n\r\n${hidden}`),
    answers: 1,
  },
  { name: 'TE of a name that is none', text: post(['Transfer-Encoding: xchunked'], `0\r\n\r\n${hidden}`), answers: 1 },
  { name: 'TE behind a vertical tab', text: post(['Transfer-Encoding:\x0bchunked'], `0\r\n\r\n${hidden}`), answers: 1 },
  { name: 'two lengths', text: post(['Content-Length: 0', `Content-Length: ${hidden.length}`], hidden), answers: 1 },
  { name: 'two lengths in one', text: post([`Content-Length: 0, ${hidden.length}`], hidden), answers: 1 },
  { name: 'a length with a sign', text: post(['Content-Length: +3'], 'abc'), answers: 1 },
  { name: 'a length below nothing', text: post(['Content-Length: -1'], 'abc'), answers: 1 },
  { name: 'a length in hex', text: post(['Content-Length: 0x3'], 'abc'), answers: 1 },
  { name: 'a length of many digits', text: post([`Content-Length: ${'9'.repeat(40)}`], 'abc'), answers: 1 },
  {
    name: 'a chunk whose size is none',
    text: post(['Transfer-Encoding: chunked'], 'zz\r\nabc\r\n0\r\n\r\n'),
    answers: 1,
  },
  {
    name: 'a chunk whose size is huge',
    text: post(['Transfer-Encoding: chunked'], 'ffffffffffffffff\r\nabc'),
    answers: 1,
  },
  {
    name: 'a chunk that is longer than it says',
    text: post(['Transfer-Encoding: chunked'], '1\r\nabcdef\r\n0\r\n\r\n'),
    answers: 1,
  },
  {
    name: 'chunks with extensions',
    text: post(['Transfer-Encoding: chunked'], `2;${'a'.repeat(17_000)}=1\r\n{}\r\n0\r\n\r\n`),
    answers: 1,
  },
  {
    name: 'trailers',
    text: post(['Transfer-Encoding: chunked', 'Trailer: X-SS-ID'], '2\r\n{}\r\n0\r\nX-SS-ID: 1000-x\r\n\r\n'),
    answers: 1,
  },
  {
    name: 'lines that end with LF alone',
    text: `POST /api/Auth HTTP/1.1\nHost: x\nContent-Length: ${hidden.length}\n\n${hidden}`,
    answers: 1,
  },
  { name: 'a header folded over two lines', text: get([host, 'X-A: 1', ' 2']), answers: 1 },
  { name: 'a header name with a space', text: get([host, 'X A: 1']), answers: 1 },
  { name: 'a header name that is empty', text: get([host, ': 1']), answers: 1 },
  { name: 'a NUL in a header', text: get([host, 'X-A: a\0b']), answers: 1 },
  { name: 'a CR in a header', text: get([host, 'X-A: a\rX-B: b']), answers: 1 },
  { name: 'no Host', text: get(['X-A: 1']), answers: 1 },
  { name: 'two Hosts', text: get([host, 'Host: evil.example']), answers: 1 },
  { name: 'a Host that is none', text: get(['Host: <script>/\\@']), answers: 1 },
  { name: 'the absolute form', text: get([host], 'http://evil.example/health/live'), answers: 1 },
  { name: 'the authority form', text: `CONNECT evil.example:443 HTTP/1.1\r\n${host}\r\n\r\n`, answers: 1 },
  { name: 'the asterisk', text: `OPTIONS * HTTP/1.1\r\n${host}\r\n\r\n`, answers: 1 },
  { name: 'HTTP/1.0', text: get([], '/health/live', 'HTTP/1.0'), answers: 1 },
  { name: 'HTTP/0.9', text: 'GET /health/live\r\n', answers: 1 },
  { name: 'HTTP/2 before it was agreed on', text: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', answers: 1 },
  {
    name: 'an upgrade',
    text: get([host, 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: x']),
    answers: 1,
  },
  {
    name: 'Expect with nothing behind it',
    text: post(['Expect: 100-continue', 'Content-Length: 2'], '{}'),
    answers: 2,
  },
  { name: 'an Expect that is none', text: post(['Expect: wonders', 'Content-Length: 2'], '{}'), answers: 1 },
  { name: 'a hundred in one go', text: get([host]).repeat(100), answers: 100 },
  { name: 'many headers', text: get([host, ...Array.from({ length: 900 }, (_, i) => `X-${i}: 1`)]), answers: 1 },
  { name: 'many cookies', text: get([host, `Cookie: ${'a=1; '.repeat(3_000)}`]), answers: 1 },
  { name: 'a path of 15 KB', text: get([host], `/${'a'.repeat(15_000)}`), answers: 1 },
  { name: 'TLS', text: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', answers: 1 },
]
