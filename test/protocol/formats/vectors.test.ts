import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Device } from '../../../src/contract/base.ts'
import { RegistrationSessionRequest } from '../../../src/contract/registration-sessions.ts'
import { csv, json, jsv } from '../../../src/protocol/formats/index.ts'
import { Failure } from '../../../src/protocol/schema/failure.ts'
import { parseType } from '../../../src/protocol/schema/parse-type.ts'
import type { AnyType } from '../../../src/protocol/schema/type-model.ts'
import { dictionary, string } from '../../../src/protocol/schema/types.ts'

interface Vector {
  readonly op: 'parse' | 'write' | 'csv'
  readonly type: string
  readonly input: string
  readonly observed: string | null
  readonly error: string | null
}

const file = new URL('./fixtures/observed-vectors.json', import.meta.url)
const { vectors }: { vectors: Vector[] } = JSON.parse(readFileSync(file, 'utf8'))

/** What Lectern answers where it does not answer what was observed: another text, or a refusal. */
type Answer = string | { readonly refused: string }

const rest = '"ClientID":0,"BypassCache":false,"DateCached":"0001-01-01T00:00:00.0000000","Device":"Desktop"'
const badSyntax = { refused: 'SerializationException' }
const indented = 'better: indented JSV is read'
const notOfType = 'better: a scalar that is not of its type is refused'
const cutShort = 'better: broken syntax is refused'
const hostZone = 'the host put its own time zone, America/New_York, into a date that has none'

/** By operation, type and input. */
const overruled: Readonly<Record<string, { readonly why: string; readonly answer: Answer }>> = {
  'parse Req { EventID: 1, RegistrationID: abc }': {
    why: indented,
    answer: `{"EventID":1,"RegistrationID":"abc",${rest}}`,
  },
  'parse Req {EventID: 1,RegistrationID: abc,SessionIds: [1, 2]}': {
    why: 'better: numbers and brackets ignore space around them; a bare string keeps it',
    answer: `{"EventID":1,"RegistrationID":" abc","SessionIds":[1,2],${rest}}`,
  },
  'parse Req {EventID:abc,RegistrationID:a}': { why: notOfType, answer: { refused: 'EventID' } },
  'parse Req {EventID:1,RegistrationID:"a': { why: cutShort, answer: badSyntax },
  'parse Req {EventID:1 RegistrationID:a}': { why: notOfType, answer: { refused: 'EventID' } },
  'parse Req {SessionIds:[1,,2]}': { why: 'better: an empty item is refused', answer: badSyntax },
  'parse Req {SessionIds:[1,2,]}': { why: 'better: an empty item is refused', answer: badSyntax },
  'parse Req {"EventID":"1","BypassCache":"true"}': {
    why: 'better: quoted field names are names',
    answer: `{"EventID":1,${rest.replace('false', 'true')}}`,
  },
  'parse Req {BypassCache:yes}': {
    why: 'wire-format: a bool takes yes and no',
    answer: `{"EventID":0,${rest.replace('false', 'true')}}`,
  },
  'parse Req {Device:Nokia}': { why: notOfType, answer: { refused: 'Device' } },
  'parse Req {EventID:99999999999}': { why: notOfType, answer: { refused: 'EventID' } },
  'parse Req {EventID:1.5}': { why: notOfType, answer: { refused: 'EventID' } },
  'parse Device 9': { why: notOfType, answer: { refused: '' } },
  'parse string "a\nb"': { why: 'the host wrote a newline into a JSON string, which is not JSON', answer: '"a\\nb"' },
  'parse DateTime 2024-05-03': { why: hostZone, answer: '"2024-05-03T00:00:00.0000000"' },
  'parse DateTime 05/03/2024': { why: hostZone, answer: '"2024-05-03T00:00:00.0000000"' },
  'parse DateTime 0001-01-01': { why: hostZone, answer: '"0001-01-01T00:00:00.0000000"' },
  'write DateTime "2024-05-03T02:03:39Z"': {
    why: 'wire-format: the offset as the value has it; the host turned it into its own',
    answer: '2024-05-03T02:03:39Z',
  },
  'write DateTime "2024-05-03T02:03:00"': { why: hostZone, answer: '2024-05-03T02:03:00' },
}

/** What the host threw is refused; the place or the field is ours. */
const refusedLikeObserved: Readonly<Record<string, string>> = {
  'parse List<int> [1,a]': '[1]',
  'parse DateTime garbage': '',
  'parse int 2147483648': '',
}

const known = { Req: RegistrationSessionRequest, Dict: dictionary(string()), Device }

describe('what was observed of the reference serializer', () => {
  const nameOf = (v: Vector) => `${v.op} ${v.type} ${v.input}`

  for (const vector of vectors) {
    const name = nameOf(vector)
    const better = overruled[name]
    test(better ? `${name} (${better.why})` : name, () => {
      const answer = answered(vector)
      const observed = observedText(vector)
      if (better) {
        expect(answer).not.toEqual(observed)
        expect(answer).toEqual(better.answer)
      } else if (vector.error === null) {
        expect(answer).toBe(observed)
      } else {
        expect(answer).toEqual({ refused: refusedLikeObserved[name] })
      }
    })
  }

  test('every entry of the tables above is a vector', () => {
    const names = new Set(vectors.map(nameOf))
    for (const name of [...Object.keys(overruled), ...Object.keys(refusedLikeObserved)]) expect(names).toContain(name)
  })
})

/** The host ran on a system whose lines end in LF; wire-format.md has the rows of CSV end in CR LF. */
function observedText({ op, observed }: Vector): string | null {
  return op === 'csv' && observed !== null ? observed.replaceAll('\n', '\r\n') : observed
}

/** What each vector reads, and what shows the value; of a refusal the code of bad syntax, or the one bad field. */
const ways = {
  parse: { from: jsv, to: json },
  write: { from: json, to: jsv },
  csv: { from: json, to: csv },
}

function answered(vector: Vector): Answer {
  const type = parseType(vector.type, known)
  if (type === undefined) throw new Error(`No type ${vector.type}`)
  const { from, to } = ways[vector.op]
  return through(type, from, to, vector.input)
}

function through(type: AnyType, from: typeof json, to: typeof json, text: string): Answer {
  const value = from.compile(type).decode(text)
  if (!(value instanceof Failure)) return to.compile(type).encode(value)
  expect(value.status).toBe(400)
  return { refused: value.reasons.length > 0 ? (value.reasons[0]?.field ?? '') : value.code }
}
