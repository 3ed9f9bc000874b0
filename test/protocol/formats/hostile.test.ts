import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RegistrationSessionRequest } from '../../../src/contract/registration-sessions.ts'
import { formats } from '../../../src/protocol/formats/index.ts'
import { compileParameters } from '../../../src/protocol/formats/parameters.ts'
import { Failure } from '../../../src/protocol/schema/failure.ts'
import { arbitrary } from './arbitrary.ts'
import { limitsOf } from './limits.ts'
import { Everything, plainTypes } from './types.ts'

const types = [RegistrationSessionRequest, Everything, ...plainTypes]

/** Text made of the pieces of documents, so that much of it nearly is one. */
const almostDocuments = fc
  .array(
    fc.constantFrom(
      ...['{', '}', '[', ']', ':', ',', '"', '""', '\\', ' ', '\n', '\t', 'EventID', '"EventID"', 'Sessions', 'null'],
      ...[
        '1',
        '-',
        '1e',
        '.5',
        'True',
        'Texts',
        'Rows',
        'Counts',
        'Status',
        'Errors',
        '2024-05-03',
        '\ufeff',
        '\0',
        '\\u',
        ...['\r', 'EventID,Device\n', 'Text,Texts\r\n', 'Value\n', '\n,'],
      ],
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''))

/** A document in which one stretch is replaced. */
function mutated(documents: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(documents, fc.nat(), fc.nat({ max: 6 }), fc.oneof(almostDocuments, fc.string({ maxLength: 3 })))
    .map(([text, place, length, piece]) => {
      const at = place % (text.length + 1)
      return text.slice(0, at) + piece + text.slice(at + length)
    })
}

describe.each(formats)('whatever the text, $name answers a value or a failure', (format) => {
  const codecs = types.map((type) => format.compile(type))
  const readsAll = (text: string) => {
    for (const codec of codecs) {
      const found = codec.decode(text)
      if (found instanceof Failure) {
        expect(found.status).toBe(400)
        expect(found.message).not.toBe('')
      } else {
        codec.encode(found)
      }
    }
  }

  test('any text', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), almostDocuments), readsAll), { numRuns: 500 })
  })

  test.each([RegistrationSessionRequest, Everything])('a damaged $csharp', (type) => {
    const codec = format.compile(type)
    const documents = fc
      .tuple(arbitrary(type, limitsOf(format)), fc.boolean())
      .map(([value, indented]) => (indented ? codec.encodeIndented(value) : codec.encode(value)))
    fc.assert(fc.property(mutated(documents), readsAll), { numRuns: 500 })
  })

  // A reader whose time grows with the square of the text would need hours for these.
  const size = 1_000_000
  test.each<[string, string]>([
    ['quotes', '"'.repeat(size)],
    ['an unclosed quote', `{RegistrationID:"${'a'.repeat(size)}`],
    ['quoted pieces in a bare value', `{RegistrationID:${'"a"'.repeat(size / 4)}`],
    ['doubled quotes', `{RegistrationID:${'""'.repeat(size / 2)}}`],
    ['opening brackets', '['.repeat(size)],
    ['nested objects', '{a:'.repeat(size / 3)],
    ['empty lists as one value', `{a:${'[]'.repeat(size / 2)}}`],
    ['a list of objects', `[${'{},'.repeat(size / 3)}{}]`],
    ['unknown lists in lists', `{Unknown:[${'['.repeat(60)}${']'.repeat(60)}${',[]'.repeat(size / 3)}]}`],
    ['a field again and again', `{${'EventID:1,'.repeat(size / 10)}EventID:1}`],
    ['an unknown field again and again', `{${'Unknown:x,'.repeat(size / 10)}EventID:1}`],
    ['a quoted name again and again', `{${'"EventID":1,'.repeat(size / 12)}"EventID":1}`],
    ['a long name', `{${'a'.repeat(size)}:1}`],
    ['a long quoted name', `{"${'A'.repeat(size)}":1}`],
    ['names without values', `{${'a,'.repeat(size / 2)}}`],
    ['a long number', `{EventID:${'1'.repeat(size)}}`],
    ['space before a bad number', `{EventID:${' '.repeat(size)}x}`],
    [
      'long scalars, JSV',
      `{Ratio:${'1'.repeat(size)}x,At:${'1'.repeat(size)},Id:${'a'.repeat(size)},Data:${'A'.repeat(size)}=x}`,
    ],
    [
      'long scalars, JSON',
      `{"Ratio":"${'1'.repeat(size)}x","Data":"${'A'.repeat(size)}*","Takes":"P${'1'.repeat(size)}","Flag":"${' '.repeat(size)}x"}`,
    ],
    ['a long list', `{SessionIds:[${'1,'.repeat(size / 2)}1]}`],
    ['a long bad list', `{SessionIds:[${'x,'.repeat(size / 2)}x]}`],
    ['a long bad list, JSON', `{"SessionIds":[${'"x",'.repeat(size / 4)}1]}`],
    ['empty items', `{Texts:[${','.repeat(size)}]}`],
    ['an unclosed string of escapes', `{"RegistrationID":"${'\\u0041'.repeat(size / 6)}`],
    ['space', ' '.repeat(size)],
    ['space before a letter', `${' '.repeat(size)}x`],
    ['lines', '\n'.repeat(size)],
    ['an object of lines', `{${'\n'.repeat(size)}`],
    ['space around a value', `{ RegistrationID: ${' '.repeat(size)}a${' '.repeat(size)}`],
    ['commas', ','.repeat(size)],
    ['colons', ':'.repeat(size)],
    ['colons in an object', `{${':'.repeat(size)}}`],
    ['byte order marks', '\ufeff'.repeat(size)],
    ['backslashes', `{"RegistrationID":"${'\\'.repeat(size)}`],
    ['cells of a header', `EventID,${'a,'.repeat(size / 2)}\n`],
    ['columns of one field', `${'EventID,'.repeat(size / 16)}a\r\n${'1,'.repeat(size / 16)}2\r\n`],
    ['rows', `Value\n${'1\n'.repeat(size / 2)}`],
    ['rows of bad values', `Value\n${'x\n'.repeat(size / 2)}`],
    ['rows of a DTO', `Message,Errors\n${',\n'.repeat(size / 10)}`],
    ['a quoted cell of quotes', `Value\n"${'""'.repeat(size / 2)}"`],
    ['a quoted cell that is not closed', `Value\n"${'""'.repeat(size / 2)}`],
    ['quoted cells', `Value\n${'"a"\n'.repeat(size / 4)}`],
    ['a cell of nested lists', `Grid\n${'['.repeat(size)}`],
    ['a long JSON number', `{"a":${'9'.repeat(size)}}`],
  ])('in time that grows with the text only: %s', (_, text) => readsAll(text))
})

test('parameters too', () => {
  const parameters = compileParameters(Everything)
  const names = fc.oneof(fc.constantFrom(...Everything.fields.map((f) => f.name)), fc.string())
  fc.assert(
    fc.property(names, fc.array(fc.oneof(almostDocuments, fc.string()), { maxLength: 3 }), (name, values) => {
      const target = Everything.create()
      const sent = new Set<string>()
      const reasons = parameters.set(target, name, values, sent)
      if (reasons === undefined) return
      expect(reasons.length).toBeGreaterThan(0)
      expect(sent.size).toBe(0)
      expect(target).toStrictEqual(Everything.create())
      for (const reason of reasons) expect(reason.field).toBeTruthy()
    }),
    { numRuns: 2000 },
  )
})
