import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { operations } from '../../../src/contract/index.ts'
import { RegistrationSessionRequest, RegistrationSessionResponse } from '../../../src/contract/registration-sessions.ts'
import { mediaType, sampleCall } from '../../../src/protocol/docs/samples/http.ts'
import { sampleOf } from '../../../src/protocol/docs/samples/sample.ts'
import { formats, jsv } from '../../../src/protocol/formats/index.ts'
import { dto } from '../../../src/protocol/schema/dto.ts'
import { get, operation } from '../../../src/protocol/schema/operation.ts'
import type { DtoType, Field } from '../../../src/protocol/schema/type-model.ts'
import * as t from '../../../src/protocol/schema/types.ts'
import { limitsOf } from '../formats/limits.ts'
import { Everything } from '../formats/types.ts'
import { seedSamples } from './seed.ts'

const written = (type: DtoType<object>) => jsv.compile(type).encodeIndented(sampleOf(type))

describe('samples', () => {
  test('the request and the answer of the seed page, to the letter', () => {
    expect(written(RegistrationSessionRequest)).toBe(seedSamples.request)
    expect(written(RegistrationSessionResponse)).toBe(seedSamples.response)
  })

  test('the same fields in the same order as a filled-in request', () => {
    const filled = readFileSync(new URL('../formats/fixtures/seed-sample.jsv', import.meta.url), 'utf8')
    const keysOfMaps = ['String', 'SessionId', 'Hall']
    const fields = (text: string) =>
      [...text.matchAll(/^\s*(\w+): /gm)].map((m) => m[1] ?? '').filter((name) => !keysOfMaps.includes(name))
    expect(fields(written(RegistrationSessionRequest))).toStrictEqual(fields(filled))
    expect(fields(filled)).toHaveLength(18)
  })

  test('every operation has samples that each format reads back as they are', () => {
    for (const { request, response } of operations) {
      for (const type of [request, response]) {
        for (const format of formats.filter((each) => limitsOf(each).types?.(type) ?? true)) {
          const codec = format.compile(type)
          expect(codec.decode(codec.encodeIndented(sampleOf(type)))).toStrictEqual(sampleOf(type))
        }
      }
    }
  })

  test('one value of every kind of type', () => {
    expect(jsv.compile(Everything).decode(written(Everything))).toStrictEqual(sampleOf(Everything))
  })

  test('no sample of an interface, nor of a DTO within itself', () => {
    const Leaf = dto('Leaf', {}, { Names: t.enumerable(t.string()), Sizes: t.list(t.enumerable(t.int())) })
    expect(written(Leaf)).toBe('{}')
    const fields: Field[] = []
    const Tree: DtoType<object> = { ...dto('Tree', {}, { Name: t.string() }), fields }
    fields.push(...dto('Tree', {}, { Name: t.string(), Children: t.list(Tree), Leaf }).fields)
    expect(sampleOf(Tree)).toStrictEqual({ Name: 'String', Leaf: { Names: null, Sizes: null } })
  })
})

describe('sample calls', () => {
  const [registrationSessions] = operations

  test('go by the first route that has a body, with the media type alone', () => {
    if (registrationSessions === undefined) throw new Error('the contract is empty')
    expect(sampleCall(registrationSessions, jsv, 'ws.example.org').request.head).toStrictEqual([
      'POST /Ams/{ClientID}/Event/{EventID}/EventRegistrationSessions HTTP/1.1',
      'Host: ws.example.org',
      `Accept: ${mediaType(jsv)}`,
      `Content-Type: ${mediaType(jsv)}`,
      'Content-Length: length',
    ])
  })

  test('send no body where the operation is only read', () => {
    const Ping = dto('Ping', {}, { Name: t.string() })
    const { request } = sampleCall(
      operation({ request: Ping, response: Ping, roles: [], routes: [get('/ping/{Name}')] }),
      jsv,
      'h',
    )
    expect(request).toStrictEqual({ head: ['GET /ping/{Name} HTTP/1.1', 'Host: h', 'Accept: text/jsv'], body: null })
  })
})
