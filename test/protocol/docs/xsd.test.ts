import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { operations } from '../../../src/contract/index.ts'
import { xmlSchemas } from '../../../src/protocol/docs/xsd/schemas.ts'
import { operation } from '../../../src/protocol/schema/operation.ts'
import { Everything } from '../formats/types.ts'
import { read, visit } from './pages.ts'

const observed = readFileSync(new URL('./fixtures/observed-response.xml', import.meta.url), 'utf8')

/** What a validator of XML Schema says against a document, by schemas of which the first imports the others. */
async function problems(xml: string, schemas: readonly string[]): Promise<string[]> {
  const [first, ...others] = schemas.map((contents, number) => ({ fileName: String(number), contents }))
  if (first === undefined) throw new Error('no schema')
  const { errors } = await validateXML({ xml: { fileName: 'it.xml', contents: xml }, schema: first, preload: others })
  return errors.map(({ message }) => message)
}

const schemas = xmlSchemas(operations)

describe('/xsd/{n}', () => {
  test('answers each schema under its number, and refuses others', async () => {
    expect(await Promise.all(schemas.map((_, number) => read(`/xsd/${number}`)))).toStrictEqual(schemas)
    expect(await visit(`/xsd/${schemas.length}`)).toMatchObject({ code: 'NotFound', status: 404 })
    expect(schemas.map((schema) => /targetNamespace="([^"]+)"/.exec(schema)?.[1])).toStrictEqual([
      'http://schemas.datacontract.org/2004/07/YM.Web.Services.Ams',
      'http://schemas.datacontract.org/2004/07/YM.Toolkit',
      'http://schemas.servicestack.net/types',
      'http://schemas.microsoft.com/2003/10/Serialization/Arrays',
    ])
  })

  test('an answer observed on the original is valid', async () => {
    expect(await problems(observed, schemas)).toStrictEqual([])
  })

  test.each([
    ['a value that is no int', '<EventID>5<', '<EventID>five<'],
    ['a device that there is not', '>Desktop<', '>Nokia<'],
    ['a member that there is not', '<EventID>5</EventID>', '<EventID>5</EventID><Hall>A</Hall>'],
    ['a member of the base in the wrong namespace', 'YM.Toolkit">0<', 'YM.Web.Services.Ams">0<'],
    ['nothing for a value type', '<EventID>5</EventID>', '<EventID i:nil="true"/>'],
    ['a session id that is no int', '<d2p1:int>1<', '<d2p1:int>x<'],
    ['an item under another name', /d2p1:KeyValueOfstringstring/g, 'd2p1:Entry'],
  ])('%s is not', async (_, from, to) => {
    const changed = observed.replace(from, to)
    expect(changed).not.toBe(observed)
    expect(await problems(changed, schemas)).not.toStrictEqual([])
  })

  test('a refusal with reasons is valid', async () => {
    const types = 'http://schemas.servicestack.net/types'
    const arrays = 'http://schemas.microsoft.com/2003/10/Serialization/Arrays'
    const entry = '<a:KeyValueOfstringstring><a:Key>SessionId</a:Key><a:Value>4</a:Value></a:KeyValueOfstringstring>'
    const reason = `<t:ResponseError><t:ErrorCode>SessionFull</t:ErrorCode><t:Meta>${entry}</t:Meta></t:ResponseError>`
    const status = `<t:ErrorCode>SessionFull</t:ErrorCode><t:Errors>${reason}</t:Errors><t:Message>Full.</t:Message>`
    const nil = /<ResponseStatus xmlns:d2p1="[^"]*" i:nil="true" (xmlns="[^"]*") \/>/
    const refused = observed.replace(
      nil,
      `<ResponseStatus $1 xmlns:t="${types}" xmlns:a="${arrays}">${status}</ResponseStatus>`,
    )
    expect(refused).toContain('SessionFull')
    expect(await problems(refused, schemas)).toStrictEqual([])
  })

  test('every kind of type has a schema', async () => {
    const all = xmlSchemas([operation({ request: Everything, response: Everything, roles: [], routes: [] })])
    const root = '<Everything xmlns="http://schemas.datacontract.org/2004/07/YM.Web.Services.Ams"'
    expect(await problems(`${root}/>`, all)).toStrictEqual([])
    expect(await problems(`${root}><Nope/></Everything>`, all)).not.toStrictEqual([])
  })
})
