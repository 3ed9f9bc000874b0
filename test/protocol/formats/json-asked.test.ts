import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RegistrationSessionRequest } from '../../../src/contract/registration-sessions.ts'
import { json } from '../../../src/protocol/formats/index.ts'
import { configuredJson } from '../../../src/protocol/formats/json/configured.ts'
import { jsonp } from '../../../src/protocol/formats/json/jsonp.ts'
import { defaultOptions, parseJsonOptions } from '../../../src/protocol/formats/json/options.ts'
import { DateTime } from '../../../src/protocol/schema/datetime.ts'
import { dto } from '../../../src/protocol/schema/dto.ts'
import { Failure } from '../../../src/protocol/schema/failure.ts'
import type { AnyType, Value } from '../../../src/protocol/schema/type-model.ts'
import * as t from '../../../src/protocol/schema/types.ts'
import { arbitrary } from './arbitrary.ts'
import { Everything } from './types.ts'

describe('JSONP', () => {
  test.each(['cb', 'a.b.c', '$x', '_', 'jQuery19_1', 'angular.callbacks._0'])('%s is called', (name) => {
    expect(jsonp(name, '{"a":1}')).toBe(`${name}({"a":1})`)
  })

  test.each([
    '',
    ' cb',
    'a b',
    'a.',
    '.a',
    'a..b',
    '1a',
    'a-b',
    'a[0]',
    'cb()',
    'alert(1);cb',
    'a\n',
    'é',
    '<x>',
    'a'.repeat(201),
  ])('%j is refused', (name) => {
    const found = jsonp(name, '{}')
    expect(found instanceof Failure && [found.status, found.reasons[0]?.field]).toEqual([400, 'callback'])
  })

  test('the script passes the value, and can stand in a page', () => {
    const codec = json.compile(t.list(t.string()))
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom(...'</\u2028\u2029"\\a', '</script>') })), (value) => {
        const script = String(jsonp('cb', codec.encode(value)))
        expect(script).not.toMatch(/<\/|[\u2028\u2029]/)
        expect(runInNewContext(`let got; const cb = (x) => { got = JSON.stringify(x) }; ${script}; got`)).toBe(
          JSON.stringify(value),
        )
      }),
    )
  })

  test('nothing is null', () => {
    expect(jsonp('cb', '')).toBe('cb(null)')
  })
})

describe('?jsconfig=', () => {
  test.each([
    ['', {}],
    ['EmitCamelCaseNames', { EmitCamelCaseNames: true }],
    ['ECCN,edv:true, inv:1', { EmitCamelCaseNames: true, ExcludeDefaultValues: true, IncludeNullValues: true }],
    ['edv,ExcludeDefaultValues:false,inv:0', {}],
    ['dh:ut', { DateHandler: 'UnixTime' }],
    ['DateHandler:UnixTimeMs', { DateHandler: 'UnixTimeMs' }],
    ['dh:to', { DateHandler: 'TimestampOffset' }],
    ['dh:iso8601', {}],
  ])('%j', (text, options) => {
    expect(parseJsonOptions(text)).toEqual({ ...defaultOptions, ...options })
  })

  test.each(['elun', 'eccn,Nope:1', 'eccn:maybe', 'dh', 'dh:Julian', 'constructor', ':'])(
    '%j is refused, by the option',
    (text) => {
      const found = parseJsonOptions(text)
      const wrong = text.split(',').at(-1) ?? ''
      expect(found instanceof Failure && [found.status, found.reasons[0]?.field]).toEqual([400, 'jsconfig'])
      expect(found instanceof Failure && found.message).toContain(JSON.stringify(wrong))
    },
  )
})

/** A value in the JSON that a caller asks for. */
function asked<T extends AnyType>(text: string, type: T, value: Value<T>): string {
  const options = parseJsonOptions(text)
  if (options instanceof Failure) throw new Error(options.message)
  return configuredJson(options).compile(type).encode(value)
}

describe('JSON as it is asked for', () => {
  const Odd = dto(
    'Odd',
    {},
    { SKU: t.string(), GLCode: t.string(), EventID: t.int(), A1: t.nullable(t.int()), At: t.dateTime() },
  )

  test('in camel case, but for the keys of dictionaries', () => {
    const value = RegistrationSessionRequest.create({ Sessions: [new Map([['SessionId', '4']])] })
    expect(asked('eccn', RegistrationSessionRequest, value)).toBe(
      '{"eventID":0,"sessions":[{"SessionId":"4"}],"clientID":0,"bypassCache":false,' +
        '"dateCached":"0001-01-01T00:00:00.0000000","device":"Desktop"}',
    )
    expect(asked('eccn,edv', Odd, Odd.create({ SKU: 'a', GLCode: 'b', EventID: 1, A1: 2 }))).toBe(
      '{"sku":"a","glCode":"b","eventID":1,"a1":2}',
    )
  })

  test('without the defaults of value types, with nulls', () => {
    const value = RegistrationSessionRequest.create({ BadgeNumber: 0, RegistrationID: '' })
    expect(asked('edv', RegistrationSessionRequest, value)).toBe('{"RegistrationID":"","BadgeNumber":0}')
    expect(asked('edv,inv', Odd, Odd.create())).toBe('{"SKU":null,"GLCode":null,"A1":null}')
    expect(asked('edv', Odd, Odd.create())).toBe('{}')
  })

  test.each([
    ['ut', new DateTime(Date.UTC(2024, 4, 3, 2, 3, 39, 894), 6258, -240), '1714716219'],
    ['utm', new DateTime(Date.UTC(2024, 4, 3, 2, 3, 39, 894), 6258, -240), '1714716219894'],
    ['utm', DateTime.min, '-62135596800000'],
    ['ut', DateTime.fromEpoch(-1), '-1'],
    ['to', new DateTime(Date.UTC(2024, 4, 3, 2, 3, 39, 894), 0, -240), String.raw`"\/Date(1714716219894-0400)\/"`],
    ['to', DateTime.fromEpoch(5, 330), String.raw`"\/Date(5+0530)\/"`],
    ['to', DateTime.fromEpoch(5), String.raw`"\/Date(5)\/"`],
    ['iso8601', DateTime.fromEpoch(0), '"1970-01-01T00:00:00.0000000Z"'],
  ])('dates by %s', (handler, value, written) => {
    expect(asked(`dh:${handler}`, t.dateTime(), value)).toBe(written)
  })

  test('is the same value: what is left out or renamed is read back', () => {
    const codec = json.compile(Everything)
    fc.assert(
      fc.property(arbitrary(Everything), fc.subarray(['eccn', 'edv', 'inv']), (value, options) => {
        expect(codec.decode(asked(options.join(), Everything, value))).toStrictEqual(value)
        if (options.length === 0) expect(asked('', Everything, value)).toBe(codec.encode(value))
      }),
    )
  })

  test('is compiled once for each set of options', () => {
    expect(configuredJson({ ...defaultOptions })).toBe(configuredJson({ ...defaultOptions }))
    expect(configuredJson({ ...defaultOptions, IncludeNullValues: true })).not.toBe(configuredJson(defaultOptions))
  })
})
