import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RegistrationSessionRequest } from '../../../src/contract/registration-sessions.ts'
import { csv } from '../../../src/protocol/formats/index.ts'
import { dto, extension } from '../../../src/protocol/schema/dto.ts'
import { Failure } from '../../../src/protocol/schema/failure.ts'
import { ResponseStatus } from '../../../src/protocol/schema/response-status.ts'
import * as t from '../../../src/protocol/schema/types.ts'
import { arbitrary } from './arbitrary.ts'
import { Everything } from './types.ts'

const Talk = dto('Talk', {}, { Name: t.string(), Seats: t.nullable(t.int()), Tickets: t.list(t.int()) })
const TalksResponse = dto('TalksResponse', {}, { Talks: t.list(Talk), Total: t.int(), ResponseStatus })
const talks = csv.compile(t.list(Talk))
const response = csv.compile(TalksResponse)
const request = csv.compile(RegistrationSessionRequest)
const everything = csv.compile(Everything)
const texts = csv.compile(t.list(t.string()))

const lines = (...rows: string[]) => rows.map((row) => `${row}\r\n`).join('')
const asked = (given: Parameters<typeof RegistrationSessionRequest.create>[0]) =>
  RegistrationSessionRequest.create(given)

function refused(found: unknown): unknown {
  return found instanceof Failure
    ? found.reasons.length > 0
      ? found.reasons.map((r) => r.field)
      : found.message
    : found
}

describe('writing', () => {
  test('a row for each item, complex cells in JSV, unset cells empty', () => {
    const value = [
      Talk.create({ Name: 'a "b"', Seats: 3, Tickets: [1, 2] }),
      Talk.create({ Name: '' }),
      Talk.create({ Name: ' =1+1\n' }),
    ]
    expect(talks.encode(value)).toBe(lines('Name,Seats,Tickets', '"a ""b""",3,"[1,2]"', '"",,', '"\' =1+1\n",,'))
    expect(talks.encodeIndented(value)).toBe(talks.encode(value))
  })

  test('of an empty list the header', () => {
    expect(talks.encode([])).toBe(lines('Name,Seats,Tickets'))
  })

  test('of a response with one list of DTOs, the list', () => {
    const value = TalksResponse.create({ Talks: [Talk.create({ Name: 'a' })], Total: 1 })
    expect(response.encode(value)).toBe(lines('Name,Seats,Tickets', 'a,,'))
  })

  test('of a response without its list its own row, so that a refusal is seen', () => {
    const value = TalksResponse.create({ ResponseStatus: ResponseStatus.create({ ErrorCode: 'Forbidden' }) })
    expect(response.encode(value)).toBe(lines('Talks,Total,ResponseStatus', ',0,{ErrorCode:Forbidden}'))
    expect(response.decode(response.encode(value))).toStrictEqual(value)
  })

  test('dictionaries under all their keys', () => {
    const rows = [new Map([['a', '1']]), new Map(Object.entries({ b: '2', a: '3' }))]
    expect(csv.compile(t.list(t.dictionary(t.string()))).encode(rows)).toBe(lines('a,b', '1,', '3,2'))
  })

  test('what has no fields under Value', () => {
    expect(csv.compile(t.int()).encode(5)).toBe(lines('Value', '5'))
    expect(texts.encode(['a', '', null])).toBe(lines('Value', 'a', '""', '""'))
  })
})

describe('reading', () => {
  test.each([
    ['eventID,BADGENUMBER\n1,2', { EventID: 1, BadgeNumber: 2 }],
    ['EventID, RegistrationID ,Unknown\r\n1, x ,{[;]}', { EventID: 1, RegistrationID: ' x ' }],
    ['"EventID","RegistrationID"\r"1","a""b,\r\nc"', { EventID: 1, RegistrationID: 'a"b,\r\nc' }],
    ['EventID,RegistrationID,SessionIds,\n,"",,', { RegistrationID: '' }],
    ['SessionIds,Sessions\n"1,2",[{SessionId:5}]', { SessionIds: [1, 2], Sessions: [new Map([['SessionId', '5']])] }],
    [
      'BadgeNumber,Device,BypassCache,EventID\nnull,ios,yes, 7 ',
      { Device: 'IOS' as const, BypassCache: true, EventID: 7 },
    ],
    ['\ufeffEventID\n\n1\n\n', { EventID: 1 }],
    ['EventID,EventID\n1,2', { EventID: 2 }],
    ['EventID,__proto__,constructor\n1,2,3', { EventID: 1 }],
  ])('%j', (text, given) => {
    expect(request.decode(text)).toStrictEqual(asked(given))
  })

  test('onto a value that is there, noting what was sent', () => {
    const target = asked({ ClientID: 4, EventID: 1, RegistrationID: 'kept' })
    const sent = new Set<string>()
    expect(request.decodeInto('eventid,RegistrationID,Nothing\n9,,x\n', target, sent)).toBeUndefined()
    expect(target).toStrictEqual(asked({ ClientID: 4, EventID: 9, RegistrationID: 'kept' }))
    expect([...sent]).toEqual(['EventID'])
  })

  test('a response that is its list, when the header has no column for the list', () => {
    const value = TalksResponse.create({ Talks: [Talk.create({ Name: 'a', Tickets: [1] }), Talk.create()] })
    expect(response.decode(response.encode(value))).toStrictEqual(value)
  })

  test('any list of DTOs, row by row', () => {
    const codec = csv.compile(t.list(Everything))
    fc.assert(
      fc.property(fc.array(arbitrary(Everything), { maxLength: 4 }), (value) => {
        expect(codec.decode(codec.encode(value))).toStrictEqual(value)
      }),
    )
  })
})

describe('what is refused', () => {
  test.each([
    ['EventID,BadgeNumber,Device\nx,1.5,Nokia', ['EventID', 'BadgeNumber', 'Device']],
    ['SessionIds,Sessions\n"[1,x]",[object Object]', ['SessionIds[1]', 'Sessions[0]']],
    ['SessionIds\n"[1,2"', ['SessionIds']],
    ['ResponseStatus\n{Errors:[{Meta:x}]}', ['ResponseStatus.Errors[0].Meta']],
  ])('%j by its fields', (text, fields) => {
    expect(refused(request.decode(text))).toEqual(fields)
  })

  test('values of a list by row and field', () => {
    expect(refused(talks.decode('Name,Seats\na,1\nb,x\nc,2\nd,"9,9"'))).toEqual(['[1].Seats', '[3].Seats'])
    expect(refused(response.decode('Name,Seats\na,x'))).toEqual(['Talks[0].Seats'])
    expect(refused(csv.compile(t.list(t.int())).decode('Value\n1\n""\nx'))).toEqual(['[1]', '[2]'])
  })

  test.each([
    ['EventID\n"1', 'A quote is not closed at line 2, column 1.'],
    ['EventID,RegistrationID\n1,a"b', 'A quote in a cell that is not in quotes at line 2, column 4.'],
    ['EventID,RegistrationID\n1,"a" ', 'Text after a closing quote at line 2, column 6.'],
    ['EventID,RegistrationID\n\n1', 'Expected 2 cells, found 1 at line 3, column 1.'],
    ['EventID\n1,2', 'Expected 1 cells, found 2 at line 2, column 1.'],
    ['EventID\n1\n2', 'More than one row at line 3, column 1.'],
    ['EventID', 'No row after the header at line 1, column 8.'],
  ])('%j by its place', (text, message) => {
    expect(refused(request.decode(text))).toBe(message)
    expect(refused(request.decodeInto(text, asked({}), new Set()))).toBe(message)
  })

  test('values without their column', () => {
    expect(refused(texts.decode('Name\na'))).toBe('No column is named Value at line 1, column 1.')
  })

  test('nesting past the limit, in a cell', () => {
    expect(refused(everything.decode(`Grid\n${'['.repeat(70)}`))).toEqual(['Grid'])
  })
})

test('a field that the original does not have is a column only where a row sets it', () => {
  const T = dto('Ours', {}, { Id: t.int(), Extra: extension(t.nullable(t.int()), 'Ours.') })
  const table = csv.compile(t.list(T))
  expect(table.encode([T.create({ Id: 1 })])).toBe('Id\r\n1\r\n')
  expect(table.encode([T.create({ Id: 1 }), T.create({ Id: 2, Extra: 3 })])).toBe('Id,Extra\r\n1,\r\n2,3\r\n')
  expect(table.decode('Id\r\n1\r\n')).toEqual([T.create({ Id: 1 })])
})

describe('texts that a spreadsheet would execute', () => {
  const written = (text: string) => texts.encode([text]).slice('Value\r\n'.length, -'\r\n'.length)

  test.each([
    ['=1+1', "'=1+1"],
    ['+a', "'+a"],
    ['-a', "'-a"],
    ['@a', "'@a"],
    ['\ta', "'\ta"],
    ['a;=1', "a;'=1"],
    ['a\t=1', "a\t'=1"],
    ['\uff1d1', "'\uff1d1"],
    ['\u200b=1', "'\u200b=1"],
    ['\u00a0 =1', "'\u00a0 =1"],
    ["'=1", "''=1"],
  ])('are written with an apostrophe: %j', (text, cell) => {
    expect(written(text)).toBe(cell)
  })

  test.each(['-5', '+1.5', 'a-b', 'a=b', 'C++', "'quoted'", 'a; b', '10:00-11:00'])(
    'are not numbers and ordinary texts, which stay as they are: %j',
    (text) => {
      expect(written(text)).toBe(text)
    },
  )

  test('read back as they were, whatever they hold', () => {
    const piece = fc.constantFrom("'", '=', '-', '\uff1d', ';', '\t', '\r', '\n', '\u200b', ' ', '"', '5', 'a')
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
        const text = pieces.join('')
        expect(texts.decode(texts.encode([text]))).toEqual([text])
      }),
      { numRuns: 2_000 },
    )
  })
})
