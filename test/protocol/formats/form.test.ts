import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RegistrationSessionRequest } from '../../../src/contract/registration-sessions.ts'
import { decodeForm } from '../../../src/protocol/formats/form/form.ts'
import { formParameters } from '../../../src/protocol/formats/form/urlencoded.ts'
import { Failure } from '../../../src/protocol/schema/failure.ts'

const urlencoded = 'application/x-www-form-urlencoded'
const decoder = decodeForm(RegistrationSessionRequest)
const asked = (given: Parameters<typeof RegistrationSessionRequest.create>[0]) =>
  RegistrationSessionRequest.create(given)

/** The request that a body makes and what counts as sent, or what it is refused for. */
async function bound(body: string | Uint8Array, contentType = urlencoded) {
  const target = asked({})
  const sent = new Set<string>()
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const failure = await decoder.decodeInto(bytes, contentType, target, sent)
  if (failure === undefined) return { target, sent: [...sent] }
  expect(failure.status).toBe(400)
  return { code: failure.code, message: failure.message, fields: failure.reasons.map((r) => r.field) }
}

describe('urlencoded text', () => {
  test.each<[string, Record<string, string[]>]>([
    ['', {}],
    ['a=1&b=2', { a: ['1'], b: ['2'] }],
    ['a=1&A=2&b', { a: ['1', '2'], b: [''] }],
    ['&&a=1&', { a: ['1'] }],
    ['a=b=c&=x', { a: ['b=c'], '': ['x'] }],
    ['a+b=c+d%2B%26%3D%25', { 'a b': ['c d+&=%'] }],
    ['%C3%A9=%F0%9F%8E%BC', { é: ['🎼'] }],
    ['__proto__=1', JSON.parse('{"__proto__":["1"]}')],
  ])('%s', (text, values) => {
    expect(formParameters(text)).toEqual(new Map(Object.entries(values)))
  })

  test('what the platform writes is read back', () => {
    const text = fc.string({ unit: 'grapheme' })
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), (pairs) => {
        const expected = new Map<string, string[]>()
        for (const [name, value] of pairs) {
          const key = name.toLowerCase()
          expected.set(key, [...(expected.get(key) ?? []), value])
        }
        expect(formParameters(new URLSearchParams(pairs).toString())).toEqual(expected)
      }),
    )
  })

  test.each([
    ['a=1&b=100%', 'A wrong escape at line 1, column 10.'],
    ['a=%zz', 'A wrong escape at line 1, column 3.'],
    ['a=x%20%C3', 'A wrong escape at line 1, column 4.'],
    ['a=1&'.repeat(10_001), 'More than 10000 values at line 1, column 40001.'],
  ])('%.20s is refused by its place', (text, message) => {
    const found = formParameters(text)
    expect(found instanceof Failure && [found.code, found.message]).toEqual(['SerializationException', message])
  })
})

describe('an urlencoded body', () => {
  test('sets fields as the reference does, JSV in the values', async () => {
    expect(await bound('eventid=5&SessionIds=[1,2]&Sessions=[{SessionId:4}]&BadgeNumber=&Other=x')).toStrictEqual({
      target: asked({ EventID: 5, SessionIds: [1, 2], Sessions: [new Map([['SessionId', '4']])] }),
      sent: ['EventID', 'SessionIds', 'Sessions'],
    })
    expect(await bound('SessionIds=1&sessionids=2')).toStrictEqual({
      target: asked({ SessionIds: [1, 2] }),
      sent: ['SessionIds'],
    })
  })

  test('names every bad field', async () => {
    const found = await bound('EventID=x&Device=Nokia&SessionIds=1&SessionIds=y&RegistrationID=kept')
    expect(found.fields).toEqual(['EventID', 'Device', 'SessionIds[1]'])
  })

  test('that is empty has no fields; one that is no text is refused', async () => {
    expect(await bound('')).toStrictEqual({ target: asked({}), sent: [] })
    expect(await bound(Uint8Array.of(0x61, 0x3d, 0xff))).toMatchObject({ code: 'SerializationException' })
  })
})

const multipart = 'multipart/form-data; boundary="line"'
const part = (name: string, value: string, rest = '') =>
  `--line\r\nContent-Disposition: form-data; name="${name}"${rest}\r\n\r\n${value}\r\n`
const end = '--line--\r\n'

describe('a multipart body', () => {
  test('as the platform writes it', async () => {
    const form = new FormData()
    form.append('EventID', '5')
    form.append('registrationid', 'é, "x"\r\ny')
    form.append('SessionIds', '1')
    form.append('SessionIds', new Blob(['2,3']), 'ids.txt')
    form.append('Photo', new Blob([Uint8Array.of(0xff, 0xfe)]), 'photo.jpg')
    const written = new Response(form)
    const body = new Uint8Array(await written.arrayBuffer())
    expect(await bound(body, written.headers.get('content-type') ?? '')).toStrictEqual({
      target: asked({ EventID: 5, RegistrationID: 'é, "x"\r\ny', SessionIds: [1, 2, 3] }),
      sent: ['EventID', 'RegistrationID', 'SessionIds'],
    })
  })

  test('of several values the last counts, however long the parts are', async () => {
    const long = 'x'.repeat(300_000)
    const found = await bound(part('RegistrationID', long) + part('RegistrationID', 'last') + end, multipart)
    expect(found).toMatchObject({ target: { RegistrationID: 'last' } })
    expect(await bound(part('RegistrationID', 'first') + part('RegistrationID', long) + end, multipart)).toMatchObject({
      target: { RegistrationID: long },
    })
  })

  test('names every bad field', async () => {
    const found = await bound(part('EventID', 'x') + part('Device', 'Nokia', '; filename="d.txt"') + end, multipart)
    expect(found.fields).toEqual(['EventID', 'Device'])
  })

  test('whose text is not in UTF-8 is refused by the field', async () => {
    const body = Buffer.from(part('RegistrationID', '\u00ff') + end, 'latin1')
    expect(await bound(body, multipart)).toMatchObject({
      code: 'InvalidValue',
      fields: ['RegistrationID'],
    })
  })

  test.each([
    ['without boundary', part('EventID', '1') + end, 'multipart/form-data'],
    ['with another boundary', part('EventID', '1') + end, 'multipart/form-data; boundary=other'],
    ['without an end', part('EventID', '1'), multipart],
    ['cut short in an unknown part', `${part('EventID', '1')}${part('Other', 'abc').slice(0, -5)}`, multipart],
    ['cut short in a header', `${part('EventID', '1')}--line\r\nContent-Dis`, multipart],
    ['that is something else', '{"EventID":1}', multipart],
    ['with too many parts', part('Other', '').repeat(1001) + end, multipart],
    ['with too long a value', part('RegistrationID', 'x'.repeat(1_048_577)) + end, multipart],
  ])('%s is refused', async (_, body, contentType) => {
    const found = await bound(body, contentType)
    expect(found).toMatchObject({ code: 'SerializationException', fields: [] })
  })

  test('whatever the bytes, it answers', async () => {
    const pieces = fc.constantFrom(
      '--line',
      '--',
      '\r\n',
      'Content-Disposition: form-data; name="EventID"',
      '5',
      'x',
      ':',
      '"',
      '\0',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 20 }), async (found) => {
        await bound(found.join(''), multipart)
      }),
    )
  })
})
