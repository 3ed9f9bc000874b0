import { readdirSync } from 'node:fs'
import { JsonServiceClient } from '@servicestack/client'
import { describe, expect, test } from 'vitest'
import { operations as contract } from '../../src/contract/index.ts'
import { sandboxOperations } from '../../src/contract/sandbox/index.ts'
import { loadDtos } from '../clients/typescript/dtos.ts'
import { basic, call, startTestServer, type TestServer } from '../support/http-server.ts'
import { type Example, examples } from './examples.ts'
import { hasClient, indexPage, operationPage, requestOf } from './operation-page.ts'

const operations = [...contract, ...sandboxOperations]
const folder = 'docs/reference/operations'
const examplesOf = (name: string) => examples[name] ?? []

const start = () =>
  startTestServer(
    {
      registrations: 5,
      ticketHolders: [1],
      sessions: [
        { id: 1, places: 2 },
        { id: 2, from: 9, to: 11 },
        { id: 3, from: 10, to: 12 },
        { id: 4, group: 1, tickets: [1] },
      ],
    },
    { sandbox: { seed: 1 } },
  )

/** The key and its secret in place of their variables. */
function filled<T>(value: T, { key }: TestServer): T {
  return JSON.parse(JSON.stringify(value).replaceAll('$KEY', key.id).replaceAll('$SECRET', key.secret))
}

test('there is a page for each operation, and an index; `npx vitest run test/reference -u` renews them', async () => {
  await expect(indexPage(operations)).toMatchFileSnapshot(`../../${folder}/README.md`)
  expect(readdirSync(folder).toSorted()).toEqual(
    [...operations.map(({ name }) => `${name}.md`), 'README.md'].toSorted(),
  )
})

describe.each(operations)('$name', (operation) => {
  const list = examplesOf(operation.name)

  test('has a page, made from the contract', async () => {
    expect(list.length).toBeGreaterThan(0)
    await expect(operationPage(operation, list)).toMatchFileSnapshot(`../../${folder}/${operation.name}.md`)
  })

  test('has an example for each of its verbs', () => {
    const anyVerb = operation.roles.length === 0
    const verbs = new Set(operation.routes.map(({ verb }) => verb))
    const shown = new Set(list.map(({ verb }) => verb))
    expect([...verbs].filter((verb) => !shown.has(verb) && !anyVerb)).toEqual([])
  })

  test('answers its examples as they say', async () => {
    const server = await start()
    for (const example of list) {
      const { path, body } = requestOf(operation, filled(example, server))
      const headers = { accept: 'application/json', ...(operation.roles.length > 0 && basic(server.key)) }
      const { status, json, text } = await call(example.verb, `${server.url}${path}`, body ?? undefined, headers)
      expect({ title: example.title, status, text }).toMatchObject({ title: example.title, status: example.status })
      if (typeof example.answer === 'string') expect(text).toContain(example.answer)
      else expect(json).toMatchObject(filled(example.answer, server))
    }
    await server.stop()
  })

  test('can be called by the classes that the server gives', async () => {
    const server = await start()
    const dtos = await loadDtos(server.url)
    const Dto = dtos[operation.name]
    if (!Dto) throw new Error(`There is no class ${operation.name}`)
    const client = new JsonServiceClient(server.url)
    if (operation.roles.length > 0) client.setCredentials(server.key.id, server.key.secret)
    // A text that is no JSON is not for this client to read.
    for (const example of list.filter(({ answer }) => typeof answer !== 'string')) {
      const { fields, status, title } = filled(example, server)
      const dto = new Dto({ ...(hasClient(operation) && { ClientID: 1000 }), ...fields })
      const { response, error } = await client.api(dto, null, example.verb)
      expect({ title, succeeded: error === undefined }).toEqual({ title, succeeded: status === 200 })
      if (status === 200) expect(response ?? {}).toMatchObject(withoutStatus(filled(example, server)))
    }
    await server.stop()
  })
})

function withoutStatus({ answer }: Example): object {
  return typeof answer === 'string' ? {} : answer
}
