import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { hashSecret } from '../../src/accounts/secrets.ts'
import type { Engine } from '../../src/store/engine.ts'
import { StoreError, type StoreErrorCode } from '../../src/store/errors.ts'
import { insertKey } from '../../src/store/queries/api-keys.ts'
import { assignmentsOfEvent } from '../../src/store/queries/assignments.ts'
import { onPostgres } from '../support/database.ts'
import { type Answer, basic, call, client, event, startTestServer, type TestServer } from '../support/http-server.ts'
import { type LogFile, openLogFile } from '../support/log-file.ts'

const given = { registrations: 2, sessions: [{ id: 101, places: 1 }] }
const body = { RegistrationID: 'reg-1', SessionIds: [101] }

describe('a refusal', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer(given)
    await call('POST', server.sessionsUrl, body, basic(server.key))
  })
  afterAll(() => server.stop())

  const refusals: readonly (readonly [string, number, () => Promise<Answer>])[] = [
    ['Unauthorized', 401, () => ask({}, {})],
    ['InvalidCredentials', 401, () => ask(basic({ id: `nobody-${nobodies++}`, secret: 'wrong' }), {})],
    ['ArgumentException', 400, () => ask(basic(server.key), {})],
    ['RequestBindingException', 400, () => ask(basic(server.key), body, '&BadgeNumber=x')],
    ['NotFound', 404, () => ask(basic(server.key), { ...body, RegistrationID: 'x' })],
    ['SessionNotFound', 404, () => ask(basic(server.key), { ...body, SessionIds: [9] })],
    ['SessionFull', 409, () => ask(basic(server.key), { ...body, RegistrationID: 'reg-2' })],
    ['MethodNotAllowed', 405, () => call('PUT', `${server.sessionsUrl}?format=${format}`, body, basic(server.key))],
    ['NotFound', 404, () => call('GET', `${server.url}/nothing?format=${format}`)],
  ]
  let format = 'json'
  /** One name that fails too often is looked at no more. */
  let nobodies = 0
  const ask = (headers: Record<string, string>, sent: object, query = '') =>
    call('POST', `${server.sessionsUrl}?format=${format}${query}`, sent, headers)

  test.each(refusals)('%s: its code is the status text too', async (code, status, refuse) => {
    format = 'json'
    const answer = await refuse()
    expect([answer.status, answer.statusText]).toEqual([status, code])
    expect(answer.json.ResponseStatus.ErrorCode).toBe(code)
    expect(answer.json.ResponseStatus.Message).not.toBe('')
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test.each(refusals)('%s: in the format that the answer would have had', async (code, status, refuse) => {
    for (const [name, type, shape] of [
      ['json', 'application/json', new RegExp(`"ResponseStatus":\\{"ErrorCode":"${code}",.*"Errors":\\[`)],
      ['jsv', 'text/jsv', new RegExp(`ResponseStatus:\\{ErrorCode:${code},.*Errors:\\[`)],
      ['xml', 'application/xml', new RegExp(`<(d2p1:)?ErrorCode>${code}</(d2p1:)?ErrorCode>`)],
      ['csv', 'text/csv', new RegExp(code)],
      ['html', 'text/html', new RegExp(code)],
    ] as const) {
      format = name
      const answer = await refuse()
      expect([name, answer.status]).toEqual([name, status])
      expect(answer.headers.get('content-type')?.split(';')[0]).toBe(type)
      expect(answer.text).toMatch(shape)
    }
  })

  test.each(refusals)('%s: WWW-Authenticate is there for 401 alone', async (_, status, refuse) => {
    format = 'json'
    const challenge = (await refuse()).headers.get('www-authenticate')
    expect(challenge).toBe(status === 401 ? 'Basic realm="Lectern", charset="UTF-8"' : null)
  })

  test.each([{ 'x-requested-with': 'XMLHttpRequest' }, { 'sec-fetch-dest': 'empty' }, { accept: 'text/event-stream' }])(
    'to a script of a page, %j, the browser is not made to ask for a password',
    async (headers) => {
      const response = await fetch(server.sessionsUrl, { method: 'POST', headers })
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="Lectern"')
    },
  )

  test.each(['/%', '/Ams/%zz/Events', `/${'a'.repeat(2_000)}%`])(
    'of an address that is none is told in every format: %s',
    async (path) => {
      for (const accept of ['text/html', 'application/json', 'application/xml', 'text/csv']) {
        const answer = await call('GET', server.url + path, undefined, { accept, 'accept-encoding': 'gzip' })
        expect([accept, answer.status]).toEqual([
          accept,
          expect.toSatisfy((status) => status === 400 || status === 404),
        ])
      }
    },
  )

  test('Errors is an empty list where there are no details, and never absent', async () => {
    format = 'json'
    expect((await ask({}, {})).json.ResponseStatus.Errors).toEqual([])
    format = 'jsv'
    expect((await ask({}, {})).text).toContain('ErrorCode:Unauthorized,Message:Not signed in.,Errors:[]}')
  })

  test('one without the role is told so', async () => {
    const key = { id: `${client}-guest`, secret: 'guest-secret' }
    const row = { client, id: key.id, name: 'guest', role: 'guest', ...hashSecret(key.secret), at: 1 }
    await server.engine.write(async (transaction) => transaction.run(insertKey, row))
    const answer = await call('POST', server.sessionsUrl, body, basic(key))
    expect([answer.status, answer.statusText]).toEqual([403, 'Forbidden'])
    expect(answer.json.ResponseStatus).toEqual({ ErrorCode: 'Forbidden', Message: 'Invalid Role', Errors: [] })
  })
})

describe('when something is broken', () => {
  let file: LogFile
  let server: TestServer
  const start = async (between?: (engine: Engine) => Engine) => {
    file = await openLogFile()
    server = await startTestServer(given, { log: file.log, ...(between && { between }) })
  }
  afterEach(async () => {
    await server.stop()
    await file.remove()
  })
  const assign = () => call('POST', server.sessionsUrl, body, basic(server.key))
  const signIn = () =>
    call('POST', `${server.url}/Ams/Authenticate`, { Username: server.key.id, Password: server.key.secret })

  test('a defect answers an id that the log tells more of, and nothing besides', async () => {
    await start()
    await server.database.execute('drop table audit')
    const answer = await assign()
    expect([answer.status, answer.statusText]).toEqual([500, 'InternalError'])
    const [id = ''] = /[0-9a-f-]{36}/.exec(answer.text) ?? []
    expect(answer.json.ResponseStatus).toEqual({
      ErrorCode: 'InternalError',
      Message: `Something failed here. The server's log tells more of request ${id}.`,
      Errors: [],
    })
    for (const word of ['audit', 'sqlite', 'postgres', 'table', server.directory, 'src/', '.ts', ' at ']) {
      expect(answer.text.toLowerCase()).not.toContain(word)
    }
    const lines = await file.lines()
    expect(lines.map(({ msg, requestId }) => [msg, requestId])).toEqual([
      ['failed', id],
      ['answered', id],
    ])
    expect(JSON.stringify(lines[0])).toMatch(/no such table: audit|relation .{1,2}audit.{1,2} does not exist/)
    expect(lines[1]).toMatchObject({ status: 500, code: 'InternalError', operation: 'RegistrationSessionRequest' })
    // Nothing of the change was kept.
    expect(await server.engine.all(assignmentsOfEvent, { client, event })).toEqual([])
  })

  test('a database that is closed: 503, and when to come again', async () => {
    await start()
    await server.engine.close()
    for (const answer of [await assign(), await signIn()]) {
      expect([answer.status, answer.statusText]).toEqual([503, 'ServiceUnavailable'])
      expect(answer.headers.get('retry-after')).toBe('1')
      expect(answer.json.ResponseStatus).toEqual({
        ErrorCode: 'ServiceUnavailable',
        Message: 'The server cannot do this at the moment; nothing was changed. Try again shortly.',
        Errors: [],
      })
    }
    const lines = await file.lines()
    expect(lines.map(({ msg, level }) => [msg, level])).toEqual([
      ['unavailable', 40],
      ['answered', 30],
      ['answered', 30],
    ])
    expect(lines[1]).toMatchObject({ status: 503, code: 'ServiceUnavailable', requestId: lines[0]?.requestId })
  })

  test.skipIf(onPostgres)(
    'a database that another process has locked: 503, and afterwards the same call succeeds',
    async () => {
      await start()
      const other = new Database(join(server.directory, 'lectern.db'))
      other.exec('begin immediate')
      const refused = await assign()
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
      other.exec('rollback')
      other.close()
      expect((await assign()).status).toBe(200)
    },
  )

  test.each<[StoreErrorCode, number, string | null, string]>([
    ['closed', 503, '1', 'ServiceUnavailable'],
    ['locked', 503, '1', 'ServiceUnavailable'],
    ['busy', 503, '1', 'ServiceUnavailable'],
    ['unreachable', 503, '5', 'ServiceUnavailable'],
    ['unknown', 503, null, 'OutcomeUnknown'],
    ['full', 503, '30', 'ServiceUnavailable'],
    ['read-only', 503, '60', 'ServiceUnavailable'],
    ['unreadable', 503, '60', 'ServiceUnavailable'],
    ['damaged', 503, '60', 'ServiceUnavailable'],
    ['missing', 503, '60', 'ServiceUnavailable'],
    ['failed', 500, null, 'InternalError'],
  ])('the trouble %s, in a call as in who calls', async (trouble, status, retryAfter, code) => {
    let isBroken = false
    const refuse = () => {
      throw new StoreError(trouble, 'sqlite:/secret/place.db', new Error('select secret'))
    }
    await start((engine) => ({
      all: (statement, args) => engine.all(statement, args),
      first: (statement, args) => engine.first(statement, args),
      flush: () => engine.flush(),
      close: () => engine.close(),
      changeNotifier: engine.changeNotifier,
      write: refuse,
    }))
    const written = await assign()
    await server.stop()
    await file.remove()
    await start((engine) => ({
      all: (statement, args) => (isBroken ? refuse() : engine.all(statement, args)),
      first: (statement, args) => (isBroken ? refuse() : engine.first(statement, args)),
      flush: () => engine.flush(),
      close: () => engine.close(),
      changeNotifier: engine.changeNotifier,
      write: (work) => engine.write(work),
    }))
    isBroken = true
    for (const answer of [written, await assign(), await signIn()]) {
      expect([answer.status, answer.headers.get('retry-after'), answer.statusText]).toEqual([status, retryAfter, code])
      expect(answer.text).not.toContain('secret')
    }
  })
})
