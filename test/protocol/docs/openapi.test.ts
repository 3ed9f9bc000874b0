import SwaggerParser from '@apidevtools/swagger-parser'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { operations } from '../../../src/contract/index.ts'
import { docsPages } from '../../../src/protocol/docs/index.ts'
import { formats } from '../../../src/protocol/formats/index.ts'
import { dto, field } from '../../../src/protocol/schema/dto.ts'
import { del, get, operation, post, put } from '../../../src/protocol/schema/operation.ts'
import * as t from '../../../src/protocol/schema/types.ts'
import { Everything } from '../formats/types.ts'
import { baseUrl, read, visit } from './pages.ts'

const path = '/Ams/{ClientID}/Event/{EventID}/EventRegistrationSessions'
const Kind = t.enumeration('Kind', ['None', 'Track'])
const Thing = dto(
  'Thing',
  {},
  {
    Id: field(t.nullable(t.int()), { location: 'path' }),
    Kind: field(t.nullable(Kind), { location: 'query', description: 'Which kind.' }),
    Name: field(t.string(), { location: 'body', required: true }),
    Tags: t.list(t.string()),
    Everything,
  },
)
const things = operation({
  request: Thing,
  response: Thing,
  roles: [],
  routes: [get('/things'), get('/things/{Id}'), post('/things'), put('/things'), del('/things/{Id}')],
})
const other = docsPages({ operations: [things], formats, serviceName: 'Things', version: '2' })

const document = async (address: string, from?: typeof other) => JSON.parse(await read(address, from))

describe.each(['/openapi', '/openapi/v3'])('%s', (address) => {
  test('is a valid document, of the contract and of every kind of type', async () => {
    await expect(SwaggerParser.validate(await document(address))).resolves.toBeDefined()
    await expect(SwaggerParser.validate(await document(address, other))).resolves.toBeDefined()
  })

  test('has every route of every operation, each under a name of its own', async () => {
    const { paths } = await document(address)
    const found = Object.entries<object>(paths).flatMap(([p, item]) => Object.keys(item).map((verb) => `${verb} ${p}`))
    const wanted = operations.flatMap(({ routes }) => routes.map((r) => `${r.verb.toLowerCase()} ${r.path}`))
    expect(found.toSorted()).toStrictEqual(wanted.toSorted())
    const ids = Object.values<Record<string, { operationId: string }>>(paths).flatMap((item) =>
      Object.values(item).map(({ operationId }) => operationId),
    )
    expect(ids.filter((id) => /Auth(?!ent)|RegistrationSessionRequest/.test(id))).toStrictEqual([
      'postRegistrationSessionRequest',
      'deleteRegistrationSessionRequest',
      'postAuth',
      'postAuthByToken',
    ])
    expect(new Set(ids).size).toBe(wanted.length)
  })

  test('gives a name of its own to each of many routes', async () => {
    const routes = [post('/a'), post('/b'), post('/a/{Id}'), post('/b/{Id}'), post('/a/{Id}/{Name}'), post('/c')]
    const many = operation({ request: Thing, response: Thing, roles: [], routes })
    const from = docsPages({ operations: [many], formats, serviceName: 'Many', version: '1' })
    await expect(SwaggerParser.validate(await document(address, from))).resolves.toBeDefined()
    const { paths } = await document(address, from)
    expect(routes.map((route) => paths[route.path].post.operationId)).toStrictEqual([
      ...['postThing', 'postThing2', 'postThingById', 'postThing3', 'postThingByName', 'postThing4'],
    ])
  })

  test('asks for a sign-in where the operation has roles, and only there', async () => {
    const { paths } = await document(address)
    expect(paths[path].post.security.slice(0, 2)).toStrictEqual([{ session: [] }, { basic: [] }])
    expect(paths['/Ams/Authenticate'].post.security).toStrictEqual([])
    expect(Object.keys(paths[path].post.responses)).toStrictEqual([
      ...['200', '400', '401', '403', '404', '409', '413', '415', '422', '429', '500'],
    ])
    expect(Object.keys(paths[path].delete.responses)).not.toContain('415')
  })

  test('takes fields from the path and the query where there is no body', async () => {
    const { paths } = await document(address, other)
    const names = (item: { parameters: { in: string; name: string }[] }) =>
      item.parameters.map((p) => `${p.in} ${p.name}`)
    expect(names(paths['/things'].get)).toStrictEqual(['query Kind', 'query Tags', 'query Everything'])
    expect(names(paths['/things/{Id}'].delete)).toStrictEqual([
      'path Id',
      'query Kind',
      'query Tags',
      'query Everything',
    ])
    expect(names(paths['/things'].put).filter((name) => !name.startsWith('body'))).toStrictEqual([])
  })
})

describe('Swagger 2.0', () => {
  test('says where the service is, and what a call takes', async () => {
    const api = await document('/openapi')
    expect(api).toMatchObject({ host: 'ws.yourmembership.com', basePath: '/', schemes: ['https'] })
    const { post: assign, delete: remove } = api.paths[path]
    expect(assign.parameters).toStrictEqual([
      { name: 'EventID', type: 'integer', format: 'int32', in: 'path', required: true },
      { name: 'ClientID', type: 'integer', format: 'int32', in: 'path', required: true },
      { in: 'body', name: 'body', schema: { $ref: '#/definitions/RegistrationSessionRequest' } },
    ])
    expect(remove.parameters).toContainEqual({
      ...{ name: 'SessionIds', type: 'array', items: { type: 'integer', format: 'int32' }, collectionFormat: 'csv' },
      ...{ in: 'query', required: false },
    })
    expect(remove.parameters).toContainEqual({
      ...{ name: 'Sessions', type: 'string', description: 'In JSV.', in: 'query', required: false },
    })
    expect(Object.keys(api.definitions.RegistrationSessionResponse.properties)).toStrictEqual([
      ...['ClientID', 'EventID', 'RegistrationID', 'Waitlisted', 'BadgeNumber', 'Sessions', 'SessionIds'],
      ...['ResponseStatus', 'BypassCache', 'DateCached', 'Device'],
    ])
    expect(api.definitions.RegistrationSessionRequest.properties.BadgeNumber).toHaveProperty('x-nullable', true)
  })
})

describe('OpenAPI 3.1', () => {
  test('tells of the Idempotency-Key of writes, and of answers line by line', async () => {
    const { paths } = await document('/openapi/v3')
    const headers = (item: { parameters: { in: string; name: string }[] }) =>
      item.parameters.filter((p) => p.in === 'header').map((p) => p.name)
    expect(headers(paths[path].post)).toStrictEqual(['Idempotency-Key'])
    expect(headers(paths[path].delete)).toStrictEqual(['Idempotency-Key'])
    expect(headers(paths['/Ams/Authenticate'].post)).toStrictEqual([])
    expect(headers(paths['/Ams/Auth/GetJwt'].post)).toStrictEqual([])
    const ofEvents = '/Ams/{ClientID}/Events'
    expect(headers(paths[ofEvents].get)).toStrictEqual([])
    const [bulk] = Object.keys(paths).filter((each) => each.endsWith('/Bulk'))
    expect(paths[bulk ?? ''].post.responses['200'].content).toHaveProperty(['application/x-ndjson'])
    expect(paths[path].post.responses['200'].content).not.toHaveProperty(['application/x-ndjson'])
  })

  test('says where the service is, and takes every format and forms', async () => {
    const api = await document('/openapi/v3')
    expect(api.servers).toStrictEqual([{ url: baseUrl }])
    expect(Object.keys(api.paths[path].post.requestBody.content)).toStrictEqual([
      ...['application/json', 'text/jsv', 'application/xml', 'text/csv', 'application/x-www-form-urlencoded'],
    ])
    expect(api.components.schemas.RegistrationSessionRequest.properties.BadgeNumber.type).toStrictEqual([
      'integer',
      'null',
    ])
    expect((await document('/openapi/v3', other)).components.schemas.Thing).toMatchObject({
      properties: { Kind: { type: ['string', 'null'], enum: ['None', 'Track', null], description: 'Which kind.' } },
      required: ['Name'],
    })
  })

  test('has schemas that the samples and real values satisfy, and wrong ones do not', async () => {
    for (const api of [await document('/openapi/v3'), await document('/openapi/v3', other)]) {
      const ajv = new Ajv2020({ strict: false, validateFormats: false })
      ajv.addSchema(api, 'api')
      let examples = 0
      for (const item of Object.values<Record<string, { responses: Record<'200', { content: object }> }>>(api.paths)) {
        for (const { responses } of Object.values(item)) {
          const media = Object.entries(responses['200'].content).find(([type]) => type === 'application/json')?.[1]
          const valid = ajv.validate({ $ref: `api${media.schema.$ref}` }, media.example)
          expect(ajv.errorsText(), media.schema.$ref).toBe('No errors')
          expect(valid).toBe(true)
          examples++
        }
      }
      expect(examples).toBeGreaterThan(2)
    }
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    ajv.addSchema(await document('/openapi/v3'), 'api')
    const model = { $ref: 'api#/components/schemas/RegistrationSessionRequest' }
    expect(ajv.validate(model, { EventID: 1, SessionIds: [1], BadgeNumber: null, Device: 'IOS' })).toBe(true)
    for (const wrong of [{ EventID: 'x' }, { SessionIds: ['x'] }, { Device: 'Nokia' }, { Sessions: [[]] }]) {
      expect(ajv.validate(model, wrong)).toBe(false)
    }
  })
})

describe('Swagger UI', () => {
  test('loads files of this server only, each of which is there', async () => {
    const page = await read('/swagger-ui')
    const files = [...page.matchAll(/(?:src|href)="(\/swagger-ui\/[^"]+)"/g)].map((m) => m[1] ?? '')
    expect(files).toHaveLength(4)
    for (const file of files) expect((await read(file)).length).toBeGreaterThan(100)
    expect(page).not.toMatch(/https?:|<style|style=|<script(?![^>]* src=)/)
    expect(await visit('/swagger-ui/swagger-ui.css')).toMatchObject({ contentType: 'text/css; charset=utf-8' })
  })

  test('gives no other file of the package, and none outside of it', async () => {
    for (const file of ['package.json', 'index.html', '..%2fajv%2fpackage.json']) {
      expect(await visit(`/swagger-ui/${file}`)).toMatchObject({ code: 'NotFound', status: 404 })
    }
  })
})
