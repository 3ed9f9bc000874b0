import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Device } from '../../../src/contract/base.ts'
import { RegistrationSessionRequest } from '../../../src/contract/registration-sessions.ts'
import { jsv } from '../../../src/protocol/formats/index.ts'
import { DateTime } from '../../../src/protocol/schema/datetime.ts'
import { Failure } from '../../../src/protocol/schema/failure.ts'
import { ResponseError, ResponseStatus } from '../../../src/protocol/schema/response-status.ts'
import type { AnyType } from '../../../src/protocol/schema/type-model.ts'
import * as t from '../../../src/protocol/schema/types.ts'
import { Everything } from './types.ts'

const request = jsv.compile(RegistrationSessionRequest)
const everything = jsv.compile(Everything)
const texts = jsv.compile(t.list(t.string()))
const map = jsv.compile(t.dictionary(t.string()))

type Given = Parameters<typeof RegistrationSessionRequest.create>[0]
const asked = (given: Given) => RegistrationSessionRequest.create(given)

/** The code of a refusal, and the fields it names. */
function refusal(found: unknown): { code: string; fields: (string | undefined)[] } | string {
  return found instanceof Failure ? { code: found.code, fields: found.reasons.map((r) => r.field) } : 'not refused'
}

function message(found: unknown): string {
  return found instanceof Failure ? `${found.code}: ${found.message}` : 'not refused'
}

describe('writing', () => {
  test('a list of strings that begins with space stays compact', () => {
    expect(texts.encode([' a', ' b'])).toBe('[" a", b]')
    expect(map.encode(new Map([[' a', ' b']]))).toBe('{" a": b}')
    expect(texts.encode([' '])).toBe('[" "]')
  })

  test('strings are quoted where the syntax needs it, and only there', () => {
    const quoted = ['', '"', ':', ',', '{', '}', '[', ']', '\r', '\n', 'a"b']
    const bare = [' ', 'a b', "it's", 'a\\b', 'a\tb', '#', 'é🎼', 'null']
    expect(texts.encode(['x', ...quoted])).toBe(
      `[x,${quoted.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')}]`,
    )
    expect(texts.encode(['x', ...bare])).toBe(`[x,${bare.join(',')}]`)
  })

  test('numbers as the invariant culture of .NET has them', () => {
    const doubles = jsv.compile(t.list(t.double()))
    const written = [1e21, 1e15, 123456789012345.67, 1e-4, 1e-5, 1.5e-7, -0, Number.NaN, -Infinity, 1e14, 0.1 + 0.2]
    expect(doubles.encode(written)).toBe(
      '[1E+21,1E+15,123456789012345.67,0.0001,1E-05,1.5E-07,-0,NaN,-Infinity,100000000000000,0.30000000000000004]',
    )
    expect(doubles.decode(doubles.encode(written))).toStrictEqual(written)
  })

  test('dates in the shortest form that keeps ticks and offset', () => {
    const dates = jsv.compile(t.list(t.dateTime()))
    const day = Date.UTC(2024, 4, 3)
    const written = [
      new DateTime(day, 0, null),
      new DateTime(day, 0, 0),
      new DateTime(day + 1000, 0, -240),
      new DateTime(day, 1, null),
    ]
    expect(dates.encode(written)).toBe(
      '[2024-05-03,2024-05-03T00:00:00Z,2024-05-03T00:00:01-04:00,2024-05-03T00:00:00.0000001]',
    )
  })

  test('an indented document looks like the sample of the seed page', () => {
    const value = asked({
      EventID: 1,
      RegistrationID: ' a ',
      Sessions: [new Map([['SessionId', '5']]), new Map()],
      SessionIds: [1, 2],
      ResponseStatus: ResponseStatus.create({ Errors: [], Meta: new Map([['k', 'v']]) }),
    })
    expect(request.encodeIndented(value)).toBe(
      [
        '{',
        '\tEventID: 1,',
        '\tRegistrationID: " a ",',
        '\tSessions: ',
        '\t[',
        '\t\t{',
        '\t\t\tSessionId: 5',
        '\t\t},',
        '\t\t{}',
        '\t],',
        '\tSessionIds: ',
        '\t[',
        '\t\t1,',
        '\t\t2',
        '\t],',
        '\tClientID: 0,',
        '\tResponseStatus: ',
        '\t{',
        '\t\tErrors: [],',
        '\t\tMeta: ',
        '\t\t{',
        '\t\t\tk: v',
        '\t\t}',
        '\t},',
        '\tBypassCache: False,',
        '\tDateCached: 0001-01-01,',
        '\tDevice: Desktop',
        '}',
      ].join('\n'),
    )
  })
})

describe('reading, same', () => {
  test.each<[string, Given]>([
    ['{eventid:1,REGISTRATIONID:a,sessionIds:[1]}', { EventID: 1, RegistrationID: 'a', SessionIds: [1] }],
    ['{EventID:1,Unknown:{a:[1,{b:"}"}]},Other:"a,b",RegistrationID:x}', { EventID: 1, RegistrationID: 'x' }],
    ['{EventID:1,EventID:2,eventid:3}', { EventID: 3 }],
    ['{EventID:,RegistrationID:,Sessions:,SessionIds:,ResponseStatus:,Device:}', {}],
    ['{BadgeNumber:null,RegistrationID:null}', { RegistrationID: 'null' }],
    ['{Sessions:null,SessionIds:null,ResponseStatus:null}', {}],
    [
      '{EventID: 5 ,BypassCache: yes ,Device: ios ,DateCached: 2024-05-03 }',
      {
        EventID: 5,
        BypassCache: true,
        Device: 'IOS',
        DateCached: new DateTime(Date.UTC(2024, 4, 3), 0, null),
      },
    ],
    ['{RegistrationID:""}', { RegistrationID: '' }],
    ['{RegistrationID:"a""b"}', { RegistrationID: 'a"b' }],
    ['{RegistrationID:""""}', { RegistrationID: '"' }],
    ['{RegistrationID: a }', { RegistrationID: ' a ' }],
    ['{RegistrationID:a\nb}', { RegistrationID: 'a\nb' }],
    ['{RegistrationID:{a:b}}', { RegistrationID: '{a:b}' }],
    ['{EventID:+5,BadgeNumber:007}', { EventID: 5, BadgeNumber: 7 }],
    ['{EventID:-2147483648,BadgeNumber:2147483647}', { EventID: -2147483648, BadgeNumber: 2147483647 }],
    ['{EventID:-0}', { EventID: 0 }],
  ])('%s', (text, given) => {
    expect(request.decode(text)).toStrictEqual(asked(given))
  })

  test('a value in a dictionary runs to the next comma or bracket outside quotes and brackets', () => {
    expect(map.decode('{a:b:c,d:{e:f,g:[1,2]},h:[1,2],i:x[1,2]y,j:"k,l"}')).toStrictEqual(
      new Map([
        ['a', 'b:c'],
        ['d', '{e:f,g:[1,2]}'],
        ['h', '[1,2]'],
        ['i', 'x[1,2]y'],
        ['j', 'k,l'],
      ]),
    )
    expect(map.decode('{a:,b:x}')).toStrictEqual(new Map([['b', 'x']]))
  })

  test('an empty item of a list of strings is null, "" is the empty string', () => {
    expect(texts.decode('[a,,""]')).toStrictEqual(['a', null, ''])
    expect(texts.decode('[,]')).toStrictEqual([null, null])
  })

  test('the one list that cannot be told from another', () => {
    expect(texts.encode([null])).toBe('[]')
    expect(texts.decode('[]')).toStrictEqual([])
  })

  test.each(['1,2,3', '[1,2,3]', ' 1, 2, 3 ', '[ 1, 2, 3 ]', '[1 ,2 ,\n3]'])('a list as %j', (text) => {
    expect(jsv.compile(t.list(t.int())).decode(text)).toStrictEqual([1, 2, 3])
  })

  test.each<[AnyType, string, unknown]>([
    [t.bool(), 'OFF', false],
    [t.bool(), ' No ', false],
    [Device, 'ANDROID', 'Android'],
    [Device, ' 1 ', 'IOS'],
    [t.guid(), '{D8E76264-FBA5-A3DB-0000-000000000001}', 'd8e76264fba5a3db0000000000000001'],
    [t.int(), '"5"', 5],
    [t.nullable(t.int()), 'null', null],
    [t.bytes(), '""', new Uint8Array()],
    [t.dateTime(), '2024-05-03 02:03', new DateTime(Date.UTC(2024, 4, 3, 2, 3), 0, null)],
    [t.dateTime(), '/Date(1714716219894-0400)/', new DateTime(1714716219894 - 240 * 60_000, 0, -240)],
  ])('%j from %s', (type, text, value) => {
    expect(jsv.compile(type).decode(text)).toStrictEqual(value)
  })

  test('a mark at the start of the text is skipped', () => {
    expect(request.decode('\ufeff{EventID:1}')).toStrictEqual(asked({ EventID: 1 }))
  })

  test('space after the end is no text', () => {
    expect(request.decode(' {EventID:1}\r\n')).toStrictEqual(asked({ EventID: 1 }))
  })
})

describe('reading, better: indented JSV', () => {
  test('the sample of the seed page, its placeholders replaced', () => {
    const sample = readFileSync(new URL('./fixtures/seed-sample.jsv', import.meta.url), 'utf8')
    const expected = asked({
      EventID: 120_345,
      RegistrationID: '7f9c2e61-0b5d-4c0a-9d43-2a1be6f0c855',
      BadgeNumber: 1042,
      Sessions: [new Map([['SessionId', '50011']])],
      ClientID: 25_363,
      ResponseStatus: ResponseStatus.create({
        ErrorCode: 'E1',
        Message: 'All of it',
        StackTrace: 'none',
        Errors: [
          ResponseError.create({
            ErrorCode: 'E2',
            FieldName: 'SessionIds[0]',
            Message: 'One of it',
            Meta: new Map([['SessionId', '50011']]),
          }),
        ],
        Meta: new Map([['Hall', 'A 1']]),
      }),
      BypassCache: true,
      DateCached: new DateTime(Date.UTC(2024, 4, 3, 2, 3, 39, 894), 6258, -240),
      Device: 'Android',
    })
    expect(request.decode(sample)).toStrictEqual(expected)
    expect(request.decode(sample.replaceAll('\n', '\r\n'))).toStrictEqual(expected)
    expect(request.decode(sample.replaceAll('\t', '    '))).toStrictEqual(expected)
  })

  test('space around every name and value means nothing', () => {
    expect(request.decode('{ EventID : 1 , RegistrationID : a b , Sessions : [ { a : b } , { } ] }')).toStrictEqual(
      asked({ EventID: 1, RegistrationID: 'a b', Sessions: [new Map([['a', 'b']]), new Map()] }),
    )
    expect(request.decode('{ RegistrationID: " a " , EventID: }')).toStrictEqual(asked({ RegistrationID: ' a ' }))
    expect(texts.decode('[ ]')).toStrictEqual([])
    expect(texts.decode('[\n\ta,\n\t,\n\tb\n]')).toStrictEqual(['a', null, 'b'])
  })

  test('in compact JSV a bare string keeps its space, a field name never', () => {
    expect(map.decode('{a: b}')).toStrictEqual(new Map([['a', ' b']]))
    expect(request.decode('{EventID:1, RegistrationID : a}')).toStrictEqual(asked({ EventID: 1, RegistrationID: ' a' }))
  })
})

describe('reading, better: quoted names', () => {
  test.each([
    '{"EventID":1,"SessionIds":[1,2],"RegistrationID":"a"}',
    '{"EventID": 1, "SessionIds": [1, 2], "RegistrationID": "a"}',
    '{\n  "EventID": 1,\n  "SessionIds": [\n    1,\n    2\n  ],\n  "RegistrationID": "a"\n}',
    '{"eventid" :"1","SessionIds":["1","2"],"RegistrationID":"a"}',
  ])('%j', (text) => {
    expect(request.decode(text)).toStrictEqual(asked({ EventID: 1, SessionIds: [1, 2], RegistrationID: 'a' }))
  })

  test('keys too', () => {
    expect(map.decode('{"a":"b", "c d":"e"}')).toStrictEqual(
      new Map([
        ['a', 'b'],
        ['c d', 'e'],
      ]),
    )
  })
})

describe('reading, better: broken syntax is refused with its place', () => {
  test.each([
    ['{EventID:1', 'The document is cut short at line 1, column 11.'],
    ['{EventID:1,', 'The document is cut short at line 1, column 12.'],
    ['{EventID:1,Reg', 'The document is cut short at line 1, column 15.'],
    ['{', 'The document is cut short at line 1, column 2.'],
    ['{SessionIds:[1,2', 'The document is cut short at line 1, column 17.'],
    ['{Unknown:{a:[1,2}}', 'Brackets that do not match at line 1, column 17.'],
    ['{Unknown:{a:[1,2', 'The document is cut short at line 1, column 17.'],
    ['{EventID:1}{EventID:2}', 'Text after the end of the document at line 1, column 12.'],
    ['{EventID:1}}', 'Text after the end of the document at line 1, column 12.'],
    ['{EventID:1,\n\tRegistrationID:"a', 'A quote is not closed at line 2, column 17.'],
    ['{"EventID', 'A quote is not closed at line 1, column 2.'],
    ['{EventID:1,RegistrationID}', "Missing ':' after a name at line 1, column 26."],
    ['{EventID,RegistrationID:a}', "Missing ':' after a name at line 1, column 9."],
    ['{"EventID",RegistrationID:a}', "Missing ':' after a name at line 1, column 11."],
    ['{EventID:1,}', 'Expected a name at line 1, column 12.'],
    ['{:1}', 'Expected a name at line 1, column 2.'],
    ['{RegistrationID:"a"b}', "Expected ',' or '}' at line 1, column 20."],
    ['{SessionIds:[1,2},EventID:1}', "Expected ',' or ']' at line 1, column 17."],
    ['EventID:1}', "Expected '{' at line 1, column 1."],
    ['{\r\n\tSessionIds: [1,,2]\r\n}', 'An empty item in a list of int at line 2, column 17.'],
    ['{SessionIds:[1,2,]}', 'An empty item in a list of int at line 1, column 18.'],
    ['{SessionIds:[,]}', 'An empty item in a list of int at line 1, column 14.'],
    [`{U:${'['.repeat(65)}`, 'Nesting deeper than 64 levels at line 1, column 67.'],
    [`{RegistrationID:${'{a:'.repeat(64)}`, 'Nesting deeper than 64 levels at line 1, column 206.'],
  ])('%s', (text, said) => {
    expect(message(request.decode(text))).toBe(`SerializationException: ${said}`)
  })

  test('nesting up to the limit is read', () => {
    expect(request.decode(`{U:${'['.repeat(63)}${']'.repeat(63)},EventID:1}`)).toStrictEqual(asked({ EventID: 1 }))
  })
})

describe('reading, better: a value that is not of its type is refused by its field', () => {
  test.each([
    ['{EventID:abc}', ['EventID']],
    ['{EventID:99999999999}', ['EventID']],
    ['{EventID:2147483648}', ['EventID']],
    ['{EventID:1.5}', ['EventID']],
    ['{EventID:1e3}', ['EventID']],
    ['{EventID:NaN}', ['EventID']],
    ['{EventID:null}', ['EventID']],
    ['{EventID:{a:b}}', ['EventID']],
    ['{Device:Nokia}', ['Device']],
    ['{Device:3}', ['Device']],
    ['{Device:-1}', ['Device']],
    ['{DateCached:2024-02-30}', ['DateCached']],
    ['{BypassCache:maybe}', ['BypassCache']],
    ['{SessionIds:[1,x,3,y]}', ['SessionIds[1]', 'SessionIds[3]']],
    ['{SessionIds:5}', ['SessionIds']],
    ['{Sessions:[{a:b},,x]}', ['Sessions[1]', 'Sessions[2]']],
    ['{ResponseStatus:[object Object]}', ['ResponseStatus']],
    ['{ResponseStatus:{Errors:[{},{Meta:x}],Meta:[1]}}', ['ResponseStatus.Errors[1].Meta', 'ResponseStatus.Meta']],
    ['{eventid:a,SessionIds:[b],device:c}', ['EventID', 'SessionIds[0]', 'Device']],
  ])('%s', (text, fields) => {
    expect(refusal(request.decode(text))).toEqual({ code: 'InvalidValue', fields })
  })

  test('within a dictionary by its key', () => {
    expect(refusal(everything.decode('{Counts:{a:1,b:x},Lists:{c:d}}'))).toEqual({
      code: 'InvalidValue',
      fields: ['Counts.b', 'Lists.c'],
    })
  })

  test('at most a hundred of them', () => {
    const found = request.decode(`{SessionIds:[${'x,'.repeat(500)}x],EventID:y}`)
    expect(found instanceof Failure && found.reasons.length).toBe(100)
  })

  test('the message says what was expected and shows what was found, shortened', () => {
    expect(message(request.decode('{Device:Nokia}'))).toBe(
      'InvalidValue: Expected one of Desktop, IOS, Android, found "Nokia".',
    )
    expect(message(request.decode(`{EventID:${'x'.repeat(10_000)}}`)).length).toBeLessThan(200)
  })
})

describe('reading onto a value that is there', () => {
  test('sets what the text has, and says what that was', () => {
    const target = asked({ EventID: 5, RegistrationID: 'a', BadgeNumber: 7 })
    const sent = new Set<string>()
    expect(request.decodeInto('{eventid:9,RegistrationID:,BadgeNumber:null,Zzz:1}', target, sent)).toBeUndefined()
    expect(target).toStrictEqual(asked({ EventID: 9, RegistrationID: 'a', BadgeNumber: null }))
    expect([...sent]).toEqual(['EventID', 'BadgeNumber'])
  })

  test.each(['', ' \n', '\ufeff'])('nothing in %j', (text) => {
    const target = asked({ EventID: 5 })
    const sent = new Set<string>()
    expect(request.decodeInto(text, target, sent)).toBeUndefined()
    expect(target).toStrictEqual(asked({ EventID: 5 }))
    expect(sent.size).toBe(0)
  })

  test('refuses as decode does', () => {
    expect(message(request.decodeInto('{EventID:1', asked({}), new Set()))).toMatch(/^SerializationException: /)
    expect(refusal(request.decodeInto('{EventID:x}', asked({}), new Set()))).toEqual({
      code: 'InvalidValue',
      fields: ['EventID'],
    })
  })
})
