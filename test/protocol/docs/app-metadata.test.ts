import type { MetadataTypes } from '@servicestack/client'
import { describe, expect, test } from 'vitest'
import { operations } from '../../../src/contract/index.ts'
import { appMetadata } from '../../../src/protocol/docs/app-metadata/app-metadata.ts'
import { dotnetName } from '../../../src/protocol/docs/app-metadata/dotnet-names.ts'
import { formats } from '../../../src/protocol/formats/index.ts'
import type { AnyType } from '../../../src/protocol/schema/type-model.ts'
import * as t from '../../../src/protocol/schema/types.ts'
import { baseUrl, read } from './pages.ts'

describe('/metadata/app.json', () => {
  // The type is the one that ServiceStack's own client declares.
  const facts = { operations, formats, serviceName: 'YM REST Services', version: '1.2.3' }
  const api: MetadataTypes = appMetadata(facts, baseUrl, new Date()).api

  test('is what is derived, dated, and under the name of the service', async () => {
    const found = JSON.parse(await read('/metadata/app.json'))
    expect(found.api).toStrictEqual(api)
    expect(found).toMatchObject({ app: { baseUrl, serviceName: 'YM REST Services' }, version: '1.2.3' })
    expect(found.contentTypeFormats).toMatchObject({ json: 'application/json', jsv: 'text/jsv' })
    expect(Number.isNaN(Date.parse(found.date))).toBe(false)
  })

  test('describes an operation with its routes, roles and types', () => {
    expect(api.operations?.map((each) => each.request?.name)).toStrictEqual(operations.map(({ name }) => name))
    expect(api.operations?.[0]).toMatchObject({
      actions: ['POST', 'DELETE'],
      method: 'POST',
      returnsVoid: false,
      returnType: { name: 'RegistrationSessionResponse', namespace: 'YM.Web.Services.Ams' },
      requiresAuth: true,
      requiresAnyRole: ['admin', 'oauthadmin'],
      routes: operations[0]?.routes.map(({ path, verb, summary }) => ({ path, verbs: verb, summary })),
      request: {
        name: 'RegistrationSessionRequest',
        namespace: 'YM.Web.Services.Ams',
        inherits: { name: 'EventRegistrationSessionModel', namespace: 'YM.Web.Services.Ams' },
        implements: [{ name: 'IReturn`1', namespace: 'ServiceStack', genericArgs: ['RegistrationSessionResponse'] }],
        properties: [{ name: 'Waitlist', type: 'Nullable`1', genericArgs: ['Boolean'] }],
      },
    })
    const open = api.operations?.find((each) => each.request?.name === 'Auth')
    expect(open).toMatchObject({ requiresAuth: false })
    expect(open).not.toHaveProperty('requiresAnyRole')
  })

  test('describes the other types once, with what they are made of', () => {
    const named = new Map(api.types?.map((type) => [type.name, type]))
    expect([...named.keys()]).toEqual(
      expect.arrayContaining([
        ...['EventRegistrationSessionModel', 'BaseSharedDto', 'ResponseStatus', 'ResponseError'],
        ...['MemberConfig', 'BrandingConfig'],
        ...['Device', 'AuthUserType', 'FailedLoginReason'],
      ]),
    )
    expect(api.types).toHaveLength(named.size)
    expect(named.get('BaseSharedDto')?.properties?.at(-1)).toStrictEqual({
      ...{ name: 'Device', type: 'Device', typeNamespace: 'YM.Toolkit', isValueType: true, isEnum: true },
      ...{ allowableValues: ['Desktop', 'IOS', 'Android'], paramType: 'form' },
    })
    expect(named.get('Device')).toMatchObject({ isEnum: true, enumValues: ['0', '1', '2'], namespace: 'YM.Toolkit' })
    expect(named.get('ResponseStatus')).toMatchObject({ namespace: 'ServiceStack' })
  })
})

describe('.NET names', () => {
  const cases: [AnyType, string, string[] | undefined][] = [
    [t.int(), 'Int32', undefined],
    [t.bytes(), 'Byte[]', undefined],
    [t.nullable(t.int()), 'Nullable`1', ['Int32']],
    [t.enumerable(t.int()), 'IEnumerable`1', ['Int32']],
    [t.array(t.list(t.int())), 'List<Int32>[]', undefined],
    [t.list(t.dictionary(t.string())), 'List`1', ['Dictionary<String,String>']],
    [t.dictionary(t.nullable(t.bool())), 'Dictionary`2', ['String', 'Nullable<Boolean>']],
  ]
  test.each(cases.map(([type, name, args]) => ({ type, csharp: type.typeName, name, args })))(
    'of $csharp',
    ({ type, name, args }) => {
      const found = dotnetName(type, '')
      expect(found.name).toBe(name)
      expect(found.genericArgs).toStrictEqual(args)
    },
  )
})
