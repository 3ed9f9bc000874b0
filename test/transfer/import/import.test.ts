import { describe, expect, test } from 'vitest'
import { insertTicket } from '../../../src/store/queries/tickets.ts'
import { importSessions } from '../../../src/transfer/import/index.ts'
import { at, contents, here, nothing, reported, request, useStore } from './store.ts'

const engine = useStore()
const run = (text: string, given = {}) => importSessions(engine(), request(text, given))

const header =
  'SessionId,Name,Presenter,StartDate,StartTime,EndDate,EndTime,AllowOverlap,MaxRegistrants,SessionGroupId,SessionGroup,SingleSelect,Tickets,Room,Type'
const whole = '7,"Python, sans GIL",Zoé,2025-11-01,10:30,2025-11-01,12:55,yes,36,3,Workshops,true,"2 1,2",B422,Workshop'

describe('an import', () => {
  test('of tickets that exist keeps their names', async () => {
    await run('id,name\n1,A\n')
    await engine().write(async (t) => t.run(insertTicket, { ...here, id: 1, name: 'Conference', at }))
    expect(reported(await run('id,name,tickets\n2,B,1 2\n')).created.tickets).toBe(1)
    expect((await contents(engine())).tickets).toEqual([
      { id: 1, name: 'Conference' },
      { id: 2, name: 'Ticket 2' },
    ])
  })

  test('that is dry reports as the real one does, and keeps nothing', async () => {
    const dry = reported(await run(`${header}\n${whole}\n`, { dryRun: true }))
    expect(await contents(engine())).toEqual(nothing)
    expect(dry).toEqual({ ...reported(await run(`${header}\n${whole}\n`)), kept: false })
  })

  test('audits all that it makes along the way, and nothing that was there', async () => {
    const made = async () => (await contents(engine())).audit.map(({ subject, after }) => [subject, told(after)])
    const told = (after: string | null): unknown => JSON.parse(after ?? '')
    await run('id,name,tickets,group,SingleSelect\n1,A,2,Labs,yes\n')
    const first = await made()
    expect(first.slice(0, 3)).toEqual([
      ['event 10', { EventId: 10, Name: 'Conference', TimeZone: 'Europe/Paris' }],
      ['ticket 2', { TicketId: 2, Name: 'Ticket 2' }],
      ['group 1', { SessionGroupId: 1, Name: 'Labs', SingleSelect: true }],
    ])
    await run('id,name,tickets,SessionGroupId\n2,B,2,1\n3,C,4,5\n')
    expect((await made()).slice(first.length).map(([subject]) => subject)).toEqual(['ticket 4', 'group 5', '2', '3'])
  })

  test('tells how far it is', async () => {
    const steps: [number, number][] = []
    await run('id,name\n1,A\n2,B\n3,C\n', { progress: (done: number, total: number) => steps.push([done, total]) })
    expect(steps).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ])
  })

  const text = 'id,name\n1,A\n'
  const refusals: readonly (readonly [string, string, object])[] = [
    ['ClientNotFound', text, { clientId: 2 }],
    ['EventNotFound', text, { event: undefined }],
    ['EventNameInvalid', text, { event: { name: ' ', timeZone: 'Europe/Paris' } }],
    ['TimeZoneUnknown', text, { event: { name: 'A', timeZone: 'Europe/Atlantis' } }],
    ['TimeZoneUnknown', text, { event: { name: 'A', timeZone: '+01:00' } }],
    ['HeaderNotFound', '', {}],
    ['HeaderNotFound', '1,A\n2,B\n', {}],
    ['ColumnMissing', 'id,room\n1,B1\n', {}],
    ['ColumnRepeated', 'id,SessionId,name\n1,2,A\n', {}],
    ['TooManyRows', `id,name\n${'1,A\n'.repeat(100_001)}`, {}],
  ]
  test.each(refusals)('is refused as %s', async (code, file, given) => {
    expect(await run(file, given)).toMatchObject({ kind: 'refused', code })
    expect(await contents(engine())).toEqual(nothing)
  })

  test('is refused where the event exists with another name or zone', async () => {
    await run(text)
    for (const event of [
      { name: 'Conference', timeZone: 'Asia/Tokyo' },
      { name: 'Other', timeZone: 'Europe/Paris' },
    ]) {
      expect(await run('id,name\n2,B\n', { event })).toMatchObject({ code: 'EventDiffers' })
    }
    expect(await run('id,name\n2,B\n')).toMatchObject({ kept: true })
  })
})
