import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sessionById } from '../../src/store/queries/reports/session-list.ts'
import { type Answer, basic, call, client, event, startTestServer, type TestServer } from '../support/http-server.ts'
import { assign, error, things } from '../support/programme.ts'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer({ registrations: 1 })
})
afterEach(() => server.stop())

const { ask, only } = things(() => server, 'Sessions', 'Sessions')
const put = (body: object) => ask('PUT', '', body)
const askEvents = (method: string, body: object): Promise<Answer> =>
  call(method, `${server.url}/Ams/${client}/Events`, body, basic(server.key))
const onlyEvent = ({ json, text }: Answer): Record<string, unknown> => {
  if (!Array.isArray(json.EventsList)) throw new Error(text)
  return json.EventsList[0]
}
const create = async (body: object) => onlyEvent(await askEvents('POST', body))

describe('the zone of an event', () => {
  const at = (Location: object | null, more: object = {}) =>
    create({ Name: 'A', StartDate: '2025-07-01', StartTime: '10:00', Location, ...more })

  test('tells its offset at the start', async () => {
    const zone = { TimeZone: 'America/New_York' }
    expect(await at(zone, { DateTimeOffset: 3 })).toMatchObject({
      Location: zone,
      DateTimeOffset: -5,
      DateTimeOffsetDST: true,
    })
  })

  test('is the offset where it has no name', async () => {
    const offset = { DateTimeOffset: 5.5, DateTimeOffsetDST: true }
    const opens = { Registration: { OpensOn: '2025-06-01T08:00' } }
    const created = await at(null, { ...offset, ...opens })
    expect(created).toMatchObject({ ...offset, Registration: { OpensOn: '2025-06-01T08:00:00.0000000+06:30' } })
    expect(created.Location).toBeUndefined()
  })

  test('stays by name until another takes its place, or the empty text', async () => {
    const { EventId } = await at({ TimeZone: 'Europe/Paris', City: 'Lyon' })
    const put = async (body: object) => onlyEvent(await askEvents('PUT', { EventId, ...body }))
    expect(await put({ DateTimeOffset: -5 })).toMatchObject({ Location: { TimeZone: 'Europe/Paris' } })
    expect(await put({ Location: { City: 'Nice' } })).toMatchObject({
      Location: { City: 'Nice', TimeZone: 'Europe/Paris' },
    })
    const offset = await put({ Location: { City: 'Nice', TimeZone: '' }, DateTimeOffset: -5, DateTimeOffsetDST: false })
    expect(offset).toMatchObject({ DateTimeOffset: -5, DateTimeOffsetDST: false, Location: { City: 'Nice' } })
  })

  test('may not leave out the time that sessions have', async () => {
    const { EventId } = await at({ TimeZone: 'UTC' })
    const sessions = `${server.url}/Ams/${client}/Event/${EventId}/Sessions`
    await call('POST', sessions, { Name: 'S', StartDate: '2026-03-29', StartTime: '2:30' }, basic(server.key))
    const answer = await askEvents('PUT', { EventId, Location: { TimeZone: 'Europe/Paris' } })
    expect(error(answer)).toMatchObject({ status: 400, fields: ['Location.TimeZone'] })
    expect(answer.json.ResponseStatus.Message).toContain('session 1')
  })
})

describe('the clocks of the event', () => {
  const zone = (TimeZone: string, Force = false) =>
    call(
      'PUT',
      `${server.url}/Ams/${client}/Events`,
      { EventId: event, Location: { TimeZone }, Force },
      basic(server.key),
    )
  const starts = async (id: number) => {
    return (await server.engine.first(sessionById, { client, event, id }))?.starts_at
  }

  test('decide the moment of a session; a new zone moves it', async () => {
    await zone('Europe/Paris')
    await ask('POST', '', { SessionId: 30, Name: 'A', StartDate: '2025-11-01', StartTime: '10:30' })
    expect(await starts(30)).toBe(Date.UTC(2025, 10, 1, 9, 30))
    await zone('America/New_York')
    expect(await starts(30)).toBe(Date.UTC(2025, 10, 1, 14, 30))
    expect(only(await ask('GET', '/30'))).toMatchObject({ StartTime: '10:30' })
  })

  test('leave times out, and show times twice: an offset says which is meant, and it stays', async () => {
    await zone('Europe/Paris')
    const at = (StartDate: string, StartTime: string) => ask('POST', '', { Name: 'A', StartDate, StartTime })
    const leftOut = await at('2026-03-29', '02:30')
    expect(error(leftOut)).toMatchObject({ status: 400, fields: ['StartTime'] })
    expect(leftOut.json.ResponseStatus.Message).toMatch(/^The clocks of Europe\/Paris leave 2026-03-29 02:30 out/)
    expect(error(await at('2025-10-26', '02:30'))).toMatchObject({ status: 400, fields: ['StartTime'] })
    const second = only(await at('2025-10-26T00:00:00+01:00', '02:30'))
    expect(await starts(Number(second.SessionId))).toBe(Date.UTC(2025, 9, 26, 1, 30))
    const first = only(await at('2025-10-26T02:30:00+02:00', ''))
    expect(first.StartTime).toBe('02:30')
    expect(await starts(Number(first.SessionId))).toBe(Date.UTC(2025, 9, 26, 0, 30))
    expect((await put({ ...second, Name: 'B' })).status).toBe(200)
    expect(await starts(Number(second.SessionId))).toBe(Date.UTC(2025, 9, 26, 1, 30))
  })

  test('of another zone may make sessions cross: refused without Force', async () => {
    const night = { StartDate: '2025-10-26', StartTime: '01:00', EndDate: '2025-10-26', EndTime: '01:45' }
    const later = { StartDate: '2025-10-26', StartTime: '04:00', EndDate: '2025-10-26', EndTime: '05:00' }
    await ask('POST', '', { SessionId: 30, Name: 'Until 1:45', ...night })
    await ask('POST', '', { SessionId: 31, Name: 'From 4:00', ...later })
    await assign(server, 1, 30, 31)
    expect((await zone('Europe/Paris')).status).toBe(200)
    // Two sessions one after the other, the first of which began in the hour that comes twice.
    const twice = {
      StartDate: '2025-10-26T00:00:00+02:00',
      StartTime: '02:00',
      EndTime: '02:50',
      EndDate: '2025-10-26T00:00:00+02:00',
    }
    const again = {
      StartDate: '2025-10-26T00:00:00+01:00',
      StartTime: '02:10',
      EndTime: '02:20',
      EndDate: '2025-10-26T00:00:00+01:00',
    }
    await ask('POST', '', { SessionId: 32, Name: 'First two', ...twice })
    await ask('POST', '', { SessionId: 33, Name: 'Second two', ...again })
    expect((await assign(server, 1, 32, 33)).status).toBe(200)
    expect(error(await zone('UTC'))).toEqual({ status: 409, code: 'SessionOverlap', fields: ['Location.TimeZone'] })
    expect((await zone('UTC', true)).status).toBe(200)
    expect(await starts(33)).toBe(Date.UTC(2025, 9, 26, 2, 10))
  })
})
