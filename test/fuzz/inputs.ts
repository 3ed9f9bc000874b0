import fc from 'fast-check'
import { operations } from '../../src/contract/index.ts'
import { formats } from '../../src/protocol/formats/index.ts'
import type { Operation } from '../../src/protocol/schema/operation.ts'
import { arbitrary } from '../protocol/formats/arbitrary.ts'
import { limitsOf } from '../protocol/formats/limits.ts'
import { type Shape, shapes } from './shapes.ts'

/** Something to send on a connection of its own. */
export interface Input {
  readonly kind: string
  readonly bytes: Buffer
  /** How many answers may come of it at most. */
  readonly answers: number
}

/** Headers that sign in, put into what is sent in their place. */
const signInHere = '\u0001sign-in\u0001'

const odd = fc.constantFrom(
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '\ud800',
    '\udfff\ud800',
    '\ufeff',
    '\0',
    '\u202e',
    'ﷺ'.repeat(50),
  ],
  ...[
    '9'.repeat(400),
    '-1e999',
    '1e400',
    '0x7fffffff',
    '2147483648',
    '-2147483649',
    'NaN',
    'Infinity',
    '1'.repeat(20_000),
  ],
  ...[
    '0001-01-01',
    '9999-12-31T23:59:59.9999999',
    '/Date(9999999999999999)/',
    '2024-02-30',
    'PT',
    'P9999999999D',
    "' or 1=1 --",
    '%00',
    '../../etc/passwd',
  ],
  ...[
    'a'.repeat(30_000),
    `${'a'.repeat(5_000)}!`,
    '('.repeat(5_000),
    '\\'.repeat(5_001),
    '$' + '{jndi:x}',
    '<script>alert(1)</script>',
    '=1+1',
    '{{7*7}}',
  ],
)

const deep = fc
  .tuple(
    fc.constantFrom<readonly [string, string]>(['{"a":', '}'], ['[', ']'], ['{a:', '}'], ['<a>', '</a>'], ['"', '"']),
    fc.integer({ min: 1, max: 20_000 }),
  )
  .map(([[open, close], times]) => open.repeat(times) + close.repeat(times))

/** Keys whose hashes many engines once had collide, and very many of them. */
const manyKeys = fc
  .integer({ min: 10, max: 20_000 })
  .map(
    (count) => `{${Array.from({ length: count }, (_, i) => `"${(i % 2 ? 'Aa' : 'BB').repeat(4)}${i}":1`).join(',')}}`,
  )

/** A text in which some stretches are replaced. */
function mutated(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const change = fc.tuple(
    fc.nat(),
    fc.nat({ max: 12 }),
    fc.oneof(odd, fc.string({ unit: 'binary', maxLength: 4 }), fc.constantFrom(...'{}[]",:<>&=\r\n\t\\')),
  )
  return fc.tuple(texts, fc.array(change, { maxLength: 4 })).map(([text, changes]) => {
    let result = text
    for (const [place, length, piece] of changes) {
      const at = place % (result.length + 1)
      result = result.slice(0, at) + piece + result.slice(at + length)
    }
    return result
  })
}

const mediaTypes = fc.oneof(
  fc.constantFrom(
    'application/json',
    'text/jsv',
    'application/xml',
    'text/csv',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ),
  fc.constantFrom(
    'text/plain',
    'application/json; charset=utf-16',
    'application/json;;;',
    '*/*',
    'x'.repeat(2_000),
    '',
    'multipart/form-data',
  ),
)

/** A body of an operation in one of the formats, whole or damaged, or nothing of the kind. */
function bodies({ request }: Operation): fc.Arbitrary<readonly [media: string, body: string | Buffer]> {
  const documents = formats.map((format) => {
    const codec = format.compile(request)
    const texts = arbitrary(request, limitsOf(format)).map((value) => codec.encode(value))
    return fc.tuple(fc.constant(format.contentType), fc.oneof(texts, mutated(texts)))
  })
  const form = fc
    .array(
      fc.tuple(fc.oneof(fc.constantFrom(...request.fields.map(({ name }) => name)), odd), fc.oneof(odd, fc.string())),
      { maxLength: 8 },
    )
    .map((pairs) => pairs.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&'))
  const part = form.map(
    (text) => `--x\r\nContent-Disposition: form-data; name="${text.slice(0, 60)}"\r\n\r\n${text}\r\n--x--\r\n`,
  )
  return fc.oneof(
    ...documents,
    fc.tuple(fc.constant('application/x-www-form-urlencoded'), mutated(form)),
    fc.tuple(fc.constant('multipart/form-data; boundary=x'), mutated(part)),
    fc.tuple(
      mediaTypes,
      fc.oneof(
        odd,
        deep,
        manyKeys,
        fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      ),
    ),
  )
}

function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString())
}

const headerLines = fc.array(
  fc.oneof(
    fc.constant(signInHere),
    fc.constantFrom(
      'X-Http-Method-Override: DELETE',
      'X-HTTP-Method-Override: \u00ff',
      'Content-Encoding: gzip',
      'Content-Encoding: br, gzip, deflate',
    ),
    fc.constantFrom(
      'Idempotency-Key: a',
      `Idempotency-Key: ${'k'.repeat(600)}`,
      'Idempotency-Key: "\u00e9"',
      'If-None-Match: *',
      `If-None-Match: ${'"a",'.repeat(2_000)}`,
    ),
    fc.constantFrom(
      'Origin: null',
      'Origin: http://[',
      'Sec-Fetch-Site: cross-site',
      'Sec-Fetch-Mode: navigate',
      'X-Forwarded-For: ::1, \u00ff',
      'X-Forwarded-Proto: https',
    ),
    fc.constantFrom(
      'Accept: text/html',
      'Accept: application/xml;q=0.9,*/*;q=nan',
      'Accept: application/x-ndjson',
      `Accept: ${'a/b,'.repeat(2_000)}`,
      'Accept-Encoding: br;q=1.0, *;q=0',
    ),
    fc.constantFrom(
      'Cookie: ss-id=1000-x; ss-opt=perm',
      'Cookie: =; ;;=',
      'Cookie: ss-tok=a.b.c',
      'Authorization: Basic \u00ff',
      'Authorization: Bearer',
      'Authorization: Bearer a.b.c',
      'X-SS-ID: 99999999999-x',
    ),
    fc.string({ unit: 'binary-ascii', maxLength: 40 }).map((text) => `X-Any: ${text.replaceAll(/[\r\n]/g, '')}`),
  ),
  { maxLength: 4 },
)

const paths = fc.oneof(
  fc.constantFrom(
    '/',
    '//',
    '/%',
    '/%zz',
    '/%00',
    '/%2e%2e%2f',
    '/..%5c',
    '/Ams/%ff/Events',
    '/metadata?op=%00',
    '/types/csharp?IncludeTypes=*',
    '/openapi?x=%',
    '/console/../package.json',
    '/console/%2e%2e/x',
  ),
  fc.webPath().map((path) => path || '/'),
  fc.string({ unit: 'binary-ascii', maxLength: 60 }).map((text) => `/${text.replaceAll(/[\r\n ]/g, '+')}`),
)

const queries = fc.oneof(
  fc.constant(''),
  fc.constantFrom(
    '?format=xml',
    '?format=nothing',
    '?jsconfig=EccEE,x',
    '?jsconfig=%00',
    '?callback=f',
    '?callback=alert(1)//',
    '?callback=__proto__',
    '?%',
    '?a=%ff',
    `?${'a=1&'.repeat(3_000)}`,
    '?PageSize=-1&PageNumber=0',
    '?PageSize=99999999999',
  ),
  fc.tuple(odd, odd).map(([name, value]) => `?${encoded(name).slice(0, 6_000)}=${encoded(value).slice(0, 6_000)}`),
)

/** Calls of the operations, at each of their addresses. */
const calls = fc.constantFrom(...operations).chain((operation) => {
  const addresses = [
    ...operation.routes.map(({ path }) => path),
    `/api/${operation.name}`,
    `/json/reply/${operation.name}[]`,
    `/xml/oneway/${operation.name}`,
  ]
  const filled = fc.oneof(
    fc.constantFrom('1000', '7', '1', 'reg-1', '0', '2000'),
    odd.map((text) => encoded(text).slice(0, 3_000)),
  )
  const address = fc
    .tuple(fc.constantFrom(...addresses), fc.array(filled, { minLength: 3, maxLength: 3 }), fc.boolean())
    .map(([path, values, isUsual]) => {
      const usual = ['1000', '7', '1']
      let i = 0
      return path.replaceAll(/\{\w+\}/g, () => (isUsual ? usual : values)[i++] ?? '1')
    })
  const verb = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...operation.routes.map((route) => route.verb)) },
    { weight: 1, arbitrary: fc.constantFrom('GET', 'POST', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY') },
  )
  return fc
    .tuple(verb, address, queries, bodies(operation), headerLines)
    .map(([method, path, query, [media, body], lines]) => {
      const content = Buffer.isBuffer(body) ? body : Buffer.from(body)
      const head = [
        `${method} ${path}${query} HTTP/1.1`,
        'Host: 127.0.0.1',
        'Connection: close',
        `Content-Type: ${media}`,
        `Content-Length: ${content.length}`,
      ]
      return Buffer.concat([Buffer.from(`${[...head, ...lines].join('\r\n')}\r\n\r\n`, 'latin1'), content])
    })
})

const others = fc
  .tuple(fc.constantFrom('GET', 'POST', 'DELETE'), paths, queries, headerLines)
  .map(([method, path, query, lines]) =>
    Buffer.from(
      [
        `${method} ${path}${query} HTTP/1.1`,
        'Host: x',
        'Connection: close',
        'Content-Length: 0',
        ...lines,
        '',
        '',
      ].join('\r\n'),
      'latin1',
    ),
  )

const inputs: fc.Arbitrary<Input> = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(calls, fc.constant('calls')).map(asInput) },
  { weight: 2, arbitrary: fc.tuple(others, fc.constant('paths and headers')).map(asInput) },
  {
    weight: 1,
    arbitrary: fc
      .uint8Array({ minLength: 1, maxLength: 600 })
      .map((bytes) => ({ kind: 'bytes', bytes: Buffer.from(bytes), answers: 600 })),
  },
  { weight: 1, arbitrary: fc.constantFrom(...shapes).map((shape) => shapeInput(shape)) },
  {
    weight: 1,
    arbitrary: mutated(fc.constantFrom(...shapes.map(({ text }) => text))).map((text) => ({
      kind: 'bent HTTP',
      bytes: Buffer.from(text, 'latin1'),
      answers: 101,
    })),
  },
)

function asInput([bytes, kind]: [Buffer, string]): Input {
  return { kind, bytes, answers: 1 }
}

export function shapeInput({ name, text, answers }: Shape): Input {
  return { kind: `shape: ${name}`, bytes: Buffer.from(text, 'latin1'), answers }
}

/** So many inputs of a seed, always the same ones; where they are to sign in, by the header given. */
export function inputsOf(seed: number, count: number, signIn: string): Input[] {
  const header = Buffer.from(signIn, 'latin1')
  const place = Buffer.from(signInHere, 'latin1')
  return fc.sample(inputs, { seed, numRuns: count }).map((input) => {
    const at = input.bytes.indexOf(place)
    if (at === -1) return input
    return {
      ...input,
      bytes: Buffer.concat([input.bytes.subarray(0, at), header, input.bytes.subarray(at + place.length)]),
    }
  })
}
