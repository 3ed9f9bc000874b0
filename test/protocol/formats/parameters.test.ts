import { describe, expect, test } from 'vitest'
import { RegistrationSessionRequest } from '../../../src/contract/registration-sessions.ts'
import { compileParameters } from '../../../src/protocol/formats/parameters.ts'
import { ResponseStatus } from '../../../src/protocol/schema/response-status.ts'
import { Everything } from './types.ts'

const parameters = compileParameters(RegistrationSessionRequest)
type Given = Parameters<typeof RegistrationSessionRequest.create>[0]

/** The request that the values of one name make, or the reasons why they make none; and what counts as sent. */
function bound(name: string, ...values: string[]) {
  const target = RegistrationSessionRequest.create()
  const sent = new Set<string>()
  const reasons = parameters.set(target, name, values, sent)
  return { target, sent: [...sent], fields: reasons?.map((r) => r.field) }
}

describe('what is set', () => {
  test.each<[string, string[], Given, string]>([
    ['eventid', ['5'], { EventID: 5 }, 'EventID'],
    ['EVENTID', [' 5 '], { EventID: 5 }, 'EventID'],
    ['EventID', ['1', '2'], { EventID: 2 }, 'EventID'],
    ['RegistrationID', ['"a,b"'], { RegistrationID: '"a,b"' }, 'RegistrationID'],
    ['RegistrationID', ['a,b'], { RegistrationID: 'a,b' }, 'RegistrationID'],
    ['RegistrationID', ['{a}'], { RegistrationID: '{a}' }, 'RegistrationID'],
    ['RegistrationID', ['"'], { RegistrationID: '"' }, 'RegistrationID'],
    ['RegistrationID', [' '], { RegistrationID: ' ' }, 'RegistrationID'],
    ['RegistrationID', ['[object Object]'], { RegistrationID: '[object Object]' }, 'RegistrationID'],
    ['Device', ['ios'], { Device: 'IOS' }, 'Device'],
    ['SessionIds', ['1,2'], { SessionIds: [1, 2] }, 'SessionIds'],
    ['SessionIds', ['[1,2]'], { SessionIds: [1, 2] }, 'SessionIds'],
    ['SessionIds', ['1', '2'], { SessionIds: [1, 2] }, 'SessionIds'],
    ['SessionIds', ['1,2', '', '[3]'], { SessionIds: [1, 2, 3] }, 'SessionIds'],
    ['SessionIds', ['[]'], { SessionIds: [] }, 'SessionIds'],
    ['Sessions', ['[{SessionId:4}]'], { Sessions: [new Map([['SessionId', '4']])] }, 'Sessions'],
    [
      'Sessions',
      ['{SessionId:4}', '{a:b}'],
      { Sessions: [new Map([['SessionId', '4']]), new Map([['a', 'b']])] },
      'Sessions',
    ],
    [
      'ResponseStatus',
      ['{ErrorCode:E}'],
      { ResponseStatus: ResponseStatus.create({ ErrorCode: 'E' }) },
      'ResponseStatus',
    ],
  ])('%s=%j', (name, values, given, sent) => {
    expect(bound(name, ...values)).toStrictEqual({
      target: RegistrationSessionRequest.create(given),
      sent: [sent],
      fields: undefined,
    })
  })

  test.each([
    ['EventID', ['']],
    ['RegistrationID', ['']],
    ['BadgeNumber', ['']],
    ['BadgeNumber', ['null']],
    ['BadgeNumber', ['1', '']],
    ['SessionIds', ['']],
    ['ResponseStatus', ['']],
    ['Device', []],
    ['Unknown', ['x']],
    ['__proto__', ['x']],
  ])('%s=%j sets nothing', (name, values) => {
    expect(bound(name, ...values)).toStrictEqual({
      target: RegistrationSessionRequest.create(),
      sent: [],
      fields: undefined,
    })
  })
})

describe('what is refused', () => {
  test.each([
    ['eventid', ['abc'], ['EventID']],
    ['BadgeNumber', ['x'], ['BadgeNumber']],
    ['EventID', ['1,2'], ['EventID']],
    ['Device', ['Nokia'], ['Device']],
    ['SessionIds', ['1,x,3'], ['SessionIds[1]']],
    ['SessionIds', ['1', '2', 'x'], ['SessionIds[2]']],
    ['SessionIds', ['[1,2'], ['SessionIds']],
    ['SessionIds', ['1,,2'], ['SessionIds']],
    ['SessionIds', ['1,2]'], ['SessionIds']],
    ['Sessions', ['[object Object]'], ['Sessions[0]']],
    ['ResponseStatus', ['[object Object]'], ['ResponseStatus']],
    ['ResponseStatus', ['{ErrorCode:"a'], ['ResponseStatus']],
    ['ResponseStatus', ['{Errors:[{Meta:x}]}'], ['ResponseStatus.Errors[0].Meta']],
  ])('%s=%j by its field', (name, values, fields) => {
    expect(bound(name, ...values)).toStrictEqual({ target: RegistrationSessionRequest.create(), sent: [], fields })
  })

  test('[object Object] for a dictionary', () => {
    const reasons = compileParameters(Everything).set(Everything.create(), 'Counts', ['[object Object]'], new Set())
    expect(reasons).toEqual([
      { code: 'InvalidValue', field: 'Counts', message: 'Expected an object, found "[object Object]".' },
    ])
  })
})
