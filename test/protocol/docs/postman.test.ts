import { Collection, type Item, Request } from 'postman-collection'
import { describe, expect, test } from 'vitest'
import { operations } from '../../../src/contract/index.ts'
import { RegistrationSessionRequest } from '../../../src/contract/registration-sessions.ts'
import { sampleOf } from '../../../src/protocol/docs/samples/sample.ts'
import { json } from '../../../src/protocol/formats/index.ts'
import { baseUrl, read } from './pages.ts'

/** The collection as Postman's own library reads it. */
async function collection(address = '/postman'): Promise<Collection> {
  return new Collection(JSON.parse(await read(address)))
}

function itemsOf(found: Collection): Item[] {
  const items: Item[] = []
  found.forEachItem((item) => void items.push(item))
  return items
}

/** The request that signs in. */
function signInOf(found: Collection): Item | undefined {
  return itemsOf(found).find((item) => item.request.url.getPath() === '/Ams/Authenticate')
}

/** What Postman would send for an item, with the values of a user. */
function sent(found: Collection, item: Item, values: Record<string, string>) {
  const { url } = item.request
  for (const [key, value] of Object.entries(values)) url.variables.one(key)?.set(value)
  const variables = found.variables.toObject()
  return {
    method: item.request.method,
    url: new Request({ url: `${variables.baseUrl}${url.getPath()}` }).url.toString(),
  }
}

describe('/postman', () => {
  test('has a folder for each operation and a request for each of its routes', async () => {
    const found = await collection()
    expect(found.name).toBe('YM REST Services')
    const folders = found.items.all().map((each) => [each.name, 'items' in each ? each.items.count() : 0])
    expect(folders).toStrictEqual(operations.map(({ name, routes }) => [name, routes.length]))
  })

  test('sends what the routes say', async () => {
    const found = await collection()
    const [assign, remove] = itemsOf(found)
    if (assign === undefined || remove === undefined) throw new Error('no requests')
    const values = { ClientID: '25363', EventID: '7' }
    const url = `${baseUrl}/Ams/25363/Event/7/EventRegistrationSessions`
    expect(sent(found, assign, values)).toStrictEqual({ method: 'POST', url })
    expect(sent(found, remove, values)).toStrictEqual({ method: 'DELETE', url })
    expect(assign.request.headers.get('Content-Type')).toBe('application/json')
    expect(remove.request.headers.has('Content-Type')).toBe(false)
    const sample = json.compile(RegistrationSessionRequest).decode(assign.request.body?.toString() ?? '')
    expect(sample).toStrictEqual(sampleOf(RegistrationSessionRequest))
    expect(remove.request.body?.isEmpty() ?? true).toBe(true)
    const own = ['RegistrationID', 'BadgeNumber', 'Sessions', 'SessionIds']
    const fields = ['Waitlist', ...own, 'BypassCache', 'DateCached', 'Device']
    expect(remove.request.url.query.map((field) => field.key)).toStrictEqual(fields)
    expect(remove.request.url.getQueryString()).toBe('')
  })

  test('signs in with an API key, or a session where one is given; not where everybody may call', async () => {
    const found = await collection()
    const [assign] = itemsOf(found)
    const signIn = signInOf(found)
    expect(assign?.getAuth().type).toBe('basic')
    expect(signIn?.getAuth().type).toBe('noauth')
    const bySession = itemsOf(await collection('/postman?ssid=s%221'))[0]?.getAuth()
    expect(bySession?.type).toBe('apikey')
    expect(bySession?.parameters().toObject()).toMatchObject({ key: 'X-SS-ID', value: 's"1', in: 'header' })
  })

  test.each([
    ['/postman', 'Auth /Ams/Authenticate'],
    ['/postman?label=type', 'Auth'],
    ['/postman?label=route', '/Ams/Authenticate'],
    ['/postman?label=type:english,+(,route,)', 'Auth (/Ams/Authenticate)'],
  ])('%s calls a request %s', async (address, name) => {
    expect(signInOf(await collection(address))?.name).toBe(name)
  })

  test('writes the name of an operation in English where asked to', async () => {
    expect(itemsOf(await collection('/postman?label=type:english'))[0]?.name).toBe('Registration session request')
  })
})
