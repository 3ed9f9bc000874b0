import { describe, expect, test } from 'vitest'
import { RegistrationSessionRequest } from '../../../src/contract/registration-sessions.ts'
import { json } from '../../../src/protocol/formats/index.ts'
import { DateTime } from '../../../src/protocol/schema/datetime.ts'
import { Failure } from '../../../src/protocol/schema/failure.ts'
import * as t from '../../../src/protocol/schema/types.ts'
import { Everything } from './types.ts'

const request = json.compile(RegistrationSessionRequest)
const everything = json.compile(Everything)
const texts = json.compile(t.list(t.string()))

type Given = Parameters<typeof RegistrationSessionRequest.create>[0]
const asked = (given: Given) => RegistrationSessionRequest.create(given)

function message(found: unknown): string {
  return found instanceof Failure ? `${found.code}: ${found.message}` : 'not refused'
}

describe('writing', () => {
  test('the order of the DTO, nulls left out, value types always there', () => {
    const value = asked({
      EventID: 5,
      RegistrationID: 'a"b',
      SessionIds: [1, 2],
      Sessions: [new Map([['k', 'v']])],
      DateCached: new DateTime(Date.UTC(2024, 4, 3, 2, 3, 39, 894), 6258, -240),
    })
    expect(request.encode(value)).toBe(
      '{"EventID":5,"RegistrationID":"a\\"b","Sessions":[{"k":"v"}],"SessionIds":[1,2],"ClientID":0,' +
        '"BypassCache":false,"DateCached":"2024-05-03T02:03:39.8946258-04:00","Device":"Desktop"}',
    )
  })

  test('indented with two spaces, the same value', () => {
    expect(texts.encodeIndented(['a', null])).toBe('[\n  "a",\n  null\n]')
    expect(JSON.parse(request.encodeIndented(asked({})))).toEqual(JSON.parse(request.encode(asked({}))))
  })

  test('strings that are valid JSON, whatever they have', () => {
    const odd = ['\ud800', 'a\u0000b', '\u2028', '"\\', '\udc00x'.repeat(50)]
    const written = texts.encode(odd)
    expect(written).toBe(JSON.stringify(odd))
    expect(written).not.toMatch(/\p{Surrogate}/u)
  })

  test('doubles that have no number in JSON, as strings', () => {
    const doubles = json.compile(t.list(t.double()))
    const odd = [Number.NaN, Infinity, -Infinity, 1e21, -0]
    expect(doubles.encode(odd)).toBe('["NaN","Infinity","-Infinity",1E+21,-0]')
    expect(doubles.decode(doubles.encode(odd))).toStrictEqual(odd)
  })
})

describe('reading', () => {
  test.each<[string, Given]>([
    ['{"eventid":"1","BADGENUMBER":"7","sessionIds":["1",2]}', { EventID: 1, BadgeNumber: 7, SessionIds: [1, 2] }],
    ['{"Unknown":{"a":[1]},"RegistrationID":"x"}', { RegistrationID: 'x' }],
    ['{"RegistrationID":12,"EventID":1.0}', { RegistrationID: '12', EventID: 1 }],
    ['{"RegistrationID":true,"BypassCache":"True"}', { RegistrationID: 'true', BypassCache: true }],
    ['{"BypassCache":1,"Device":2}', { BypassCache: true, Device: 'Android' }],
    ['{"Device":"ios"}', { Device: 'IOS' }],
    ['{"DateCached":"\\/Date(1714716219894)\\/"}', { DateCached: DateTime.fromEpoch(1714716219894) }],
    ['{"EventID":null,"RegistrationID":null,"BadgeNumber":null,"Sessions":null,"ResponseStatus":null}', {}],
    ['{"EventID":"","BadgeNumber":" ","RegistrationID":""}', { RegistrationID: '' }],
    ['{"EventID":1,"EventID":2,"eventID":3}', { EventID: 3 }],
    ['{"EventID":-0}', { EventID: 0 }],
    ['{"Sessions":[{"a":null,"b":"c"}]}', { Sessions: [new Map([['b', 'c']])] }],
    ['\ufeff {"EventID":1}\n', { EventID: 1 }],
  ])('%s', (text, given) => {
    expect(request.decode(text)).toStrictEqual(asked(given))
  })

  test('null in a list of strings', () => {
    expect(texts.decode('["a",null,""]')).toStrictEqual(['a', null, ''])
  })

  test('keys that mean something to JavaScript are keys like others', () => {
    const found = everything.decode(
      '{"__proto__":{"Number":9},"constructor":1,"toString":2,"Rows":[{"__proto__":"a","constructor":"b"}]}',
    )
    expect(found).toStrictEqual(
      Everything.create({
        Rows: [
          new Map([
            ['__proto__', 'a'],
            ['constructor', 'b'],
          ]),
        ],
      }),
    )
    expect(Object.prototype).not.toHaveProperty('Number')
  })

  test.each([
    ['{"EventID":"abc"}', ['EventID']],
    ['{"EventID":1.5}', ['EventID']],
    ['{"EventID":2147483648}', ['EventID']],
    ['{"EventID":true}', ['EventID']],
    ['{"EventID":[1]}', ['EventID']],
    ['{"BypassCache":2}', ['BypassCache']],
    ['{"Device":"Nokia"}', ['Device']],
    ['{"Device":1.5}', ['Device']],
    ['{"DateCached":0}', ['DateCached']],
    ['{"RegistrationID":{"a":1}}', ['RegistrationID']],
    ['{"RegistrationID":["a"]}', ['RegistrationID']],
    ['{"RegistrationID":12345678901234567890}', ['RegistrationID']],
    ['{"SessionIds":[1,"x",null]}', ['SessionIds[1]', 'SessionIds[2]']],
    ['{"SessionIds":"1,2"}', ['SessionIds']],
    ['{"Sessions":[{"SessionId":{}},null,[]]}', ['Sessions[0].SessionId', 'Sessions[1]', 'Sessions[2]']],
    ['{"ResponseStatus":{"Errors":[{"Meta":"x"}]}}', ['ResponseStatus.Errors[0].Meta']],
    ['[]', [undefined]],
    ['"x"', [undefined]],
  ])('%s is refused by its field', (text, fields) => {
    const found = request.decode(text)
    expect(found instanceof Failure && found.code).toBe('InvalidValue')
    expect(found instanceof Failure && found.reasons.map((r) => r.field)).toEqual(fields)
    const onto = request.decodeInto(text, asked({}), new Set())
    expect(onto).toEqual(found)
  })

  test('a double past the largest is refused', () => {
    const found = everything.decode('{"Ratio":1e999,"MaybeRatio":"1e999"}')
    expect(found instanceof Failure && found.reasons.map((r) => r.field)).toEqual(['Ratio', 'MaybeRatio'])
  })

  test.each([
    ['{"EventID":', 'The document is cut short at line 1, column 12.'],
    ['{"EventID":1', 'The document is cut short at line 1, column 13.'],
    ['{"EventID":1}x', 'Text after the end of the document at line 1, column 14.'],
    ['{"EventID":1,}', 'Expected a name in quotes at line 1, column 14.'],
    ['{\n  "EventID" 1}', "Missing ':' after a name at line 2, column 13."],
    ['{\r\n "SessionIds": [1, 2,]\r\n}', 'Expected a value at line 2, column 22.'],
    ['{"SessionIds":[1 2]}', "Expected ',' or ']' at line 1, column 18."],
    ['{"a":"b', 'A quote is not closed at line 1, column 6.'],
    ['{"a":"b\nc"}', 'A control character in a string at line 1, column 8.'],
    ['{"a":"\\x"}', 'A wrong escape at line 1, column 7.'],
    ['{"a":01}', "Expected ',' or '}' at line 1, column 7."],
    ['{"a":nul}', 'Expected a value at line 1, column 6.'],
    ['{EventID:1}', 'Expected a name in quotes at line 1, column 2.'],
    [`{"a":${'['.repeat(64)}${']'.repeat(64)}}`, 'Nesting deeper than 64 levels at line 1, column 69.'],
    ['['.repeat(200), 'Nesting deeper than 64 levels at line 1, column 65.'],
  ])('%s is refused with its place', (text, said) => {
    expect(message(request.decode(text))).toBe(`SerializationException: ${said}`)
  })

  test('nesting up to the limit, and many brackets side by side, are read', () => {
    expect(request.decode(`{"a":${'['.repeat(63)}${']'.repeat(63)},"EventID":1}`)).toStrictEqual(asked({ EventID: 1 }))
    expect(request.decode(`{"a":[${'[],'.repeat(500)}"[[{"],"EventID":1}`)).toStrictEqual(asked({ EventID: 1 }))
  })

  test('onto a value that is there', () => {
    const target = asked({ EventID: 5, RegistrationID: 'a', BadgeNumber: 7 })
    const sent = new Set<string>()
    expect(
      request.decodeInto('{"eventid":"","RegistrationID":null,"ClientID":3,"BadgeNumber":null}', target, sent),
    ).toBeUndefined()
    expect(target).toStrictEqual(asked({ EventID: 5, ClientID: 3 }))
    expect([...sent]).toEqual(['RegistrationID', 'ClientID', 'BadgeNumber'])
    expect(request.decodeInto(' \n', target, sent)).toBeUndefined()
    expect(request.decodeInto('null', target, sent)).toBeUndefined()
  })
})
