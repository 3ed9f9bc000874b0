import type { DOMWindow } from 'jsdom'
import { describe, expect, test } from 'vitest'
import { open, read } from './pages.ts'

interface Sent {
  readonly address: string
  readonly method: string
  readonly headers: Record<string, string>
  readonly body: string
}

/** The page of RegistrationSessionRequest with its script running, and a network that answers `answers` in turn. */
async function tryIt(...answers: Response[]) {
  const { window } = await open('/jsv/metadata?op=RegistrationSessionRequest')
  const sent: Sent[] = []
  const fetch = (
    address: string,
    { method, headers, body }: { method: string; headers: Record<string, string>; body?: unknown },
  ) => {
    sent.push({ address, method, headers, body: body === undefined ? '' : String(body) })
    const answer = answers.shift()
    return answer ? Promise.resolve(answer) : Promise.reject(new TypeError('the network is down'))
  }
  Object.assign(window, { fetch })
  window.eval(await read('/assets/try-it.js'))
  return { window, sent }
}

function fill(window: DOMWindow, values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) {
    const input = window.document.querySelector(`[name=${name}]`)
    if (input === null || !('value' in input)) throw new Error(`no field ${name}`)
    input.value = value
  }
}

function chooseRoute(window: DOMWindow, verb: string): void {
  const option = window.document.querySelector(`option[data-verb=${verb}]`)
  if (option === null || !('selected' in option)) throw new Error(`no route ${verb}`)
  option.selected = true
  option.parentElement?.dispatchEvent(new window.Event('change'))
}

async function submit(window: DOMWindow, form: string): Promise<void> {
  const { document } = window
  document.querySelector(form)?.dispatchEvent(new window.Event('submit', { cancelable: true }))
  const button = document.querySelector(`${form} button`)
  while (button?.hasAttribute('disabled')) await Promise.resolve()
}

const path = '/Ams/25363/Event/120345/EventRegistrationSessions'
const ids = { ClientID: '25363', EventID: '120345', RegistrationID: 'a&b', SessionIds: '1,2' }
const text = (window: DOMWindow, selector: string) => window.document.querySelector(selector)?.textContent

describe('the form', () => {
  test('posts all fields to /api/{Op} where no script runs', async () => {
    const { document } = (await open('/jsv/metadata?op=RegistrationSessionRequest')).window
    const form = document.querySelector<HTMLFormElement>('[data-try-it]')
    expect(form?.method).toBe('post')
    expect(form?.getAttribute('action')).toBe('/api/RegistrationSessionRequest')
    expect([...(form?.querySelectorAll('[name]') ?? [])].map((input) => input.getAttribute('name'))).toStrictEqual([
      ...['Waitlist', 'EventID', 'RegistrationID', 'BadgeNumber', 'Sessions', 'SessionIds'],
      ...['ClientID', 'BypassCache', 'DateCached', 'Device'],
    ])
    expect(form?.querySelectorAll('[data-scripted]:not([hidden])')).toHaveLength(0)
  })

  test('hides secrets while one types them', async () => {
    const { document } = (await open('/json/metadata?op=Auth')).window
    const hidden = [...document.querySelectorAll('[data-try-it] [type=password]')].map((e) => e.getAttribute('name'))
    expect(hidden).toStrictEqual(['ConsumerSecret', 'AccessToken', 'Token', 'Password'])
  })

  test('calls the chosen route: the path filled in, the other fields in the body', async () => {
    const { window, sent } = await tryIt(new Response('{EventID:120345}', { status: 200, statusText: 'OK' }))
    fill(window, ids)
    await submit(window, '[data-try-it]')
    expect(sent).toEqual([
      { address: path, method: 'POST', headers: { Accept: 'text/jsv' }, body: 'RegistrationID=a%26b&SessionIds=1%2C2' },
    ])
    expect(text(window, '[data-body]')).toBe('{EventID:120345}')
    expect(text(window, '[data-answer] [data-status]')).toBe(`POST ${path}: 200 OK`)
  })

  test('sends the fields of a DELETE in the query string', async () => {
    const { window, sent } = await tryIt(new Response(''))
    fill(window, ids)
    chooseRoute(window, 'DELETE')
    await submit(window, '[data-try-it]')
    expect(sent[0]).toMatchObject({
      address: `${path}?RegistrationID=a%26b&SessionIds=1%2C2`,
      method: 'DELETE',
      body: '',
    })
  })

  test('asks for what the path of the route needs', async () => {
    const { window } = await tryIt()
    const needed = [...window.document.querySelectorAll('[data-try-it] [required]')].map((e) => e.getAttribute('name'))
    expect(needed).toStrictEqual(['EventID', 'ClientID'])
  })

  test('signs in and carries the session on', async () => {
    const { window, sent } = await tryIt(Response.json({ SessionId: 's1' }), new Response(''))
    fill(window, { ...ids, UserName: 'key', Password: 'secret' })
    await submit(window, '[data-sign-in]')
    expect(text(window, '[data-sign-in] [data-status]')).toBe('Signed in.')
    expect(sent[0]).toMatchObject({ method: 'POST', body: 'UserName=key&Password=secret' })
    expect(sent[0]?.address).toMatch(/\/auth\/credentials$/)
    await submit(window, '[data-try-it]')
    expect(sent[1]?.headers).toEqual({ Accept: 'text/jsv', 'X-SS-ID': 's1' })
  })

  test('says why signing in failed, and that a server cannot be reached', async () => {
    const { window } = await tryIt(Response.json({ ResponseStatus: { Message: 'No such key.' } }, { status: 401 }))
    fill(window, ids)
    await submit(window, '[data-sign-in]')
    expect(text(window, '[data-sign-in] [data-status]')).toBe('No such key.')
    await submit(window, '[data-try-it]')
    expect(text(window, '[data-answer] [data-status]')).toBe('The server cannot be reached.')
  })
})
