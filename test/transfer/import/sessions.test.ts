import { describe, expect, test } from 'vitest'
import { importSessions } from '../../../src/transfer/import/index.ts'
import { at, badRows, contents, nothing, reported, request, useStore } from './store.ts'

const engine = useStore()
const run = (text: string, given = {}) => importSessions(engine(), request(text, given))
const sessions = async () => (await contents(engine())).sessions

const header =
  'SessionId,Name,Presenter,StartDate,StartTime,EndDate,EndTime,AllowOverlap,MaxRegistrants,SessionGroupId,SessionGroup,SingleSelect,Tickets,Room,Type'
const whole = '7,"Python, sans GIL",Zoé,2025-11-01,10:30,2025-11-01,12:55,yes,36,3,Workshops,true,"2 1,2",B422,Workshop'

describe('a session', () => {
  test('is kept with all its columns, its group and its tickets, and audited', async () => {
    const report = reported(await run(`${header}\n${whole}\n`))
    expect(report).toEqual({
      kind: 'report',
      kept: true,
      rows: 1,
      added: 1,
      created: { event: true, tickets: 2, groups: 1 },
      badRows: [],
      moreBadRows: 0,
      columns: Object.fromEntries(header.split(',').map((name) => [name, name])),
      ignoredColumns: [],
    })
    const { event, tickets, groups, sessions, audit } = await contents(engine())
    const made = { created_at: at, modified_at: at }
    expect(event).toMatchObject({ client_id: 1, id: 10, name: 'Conference', time_zone: 'Europe/Paris', ...made })
    expect(tickets.map((ticket) => ticket.id).sort()).toEqual([1, 2])
    expect(groups).toEqual([{ id: 3, name: 'Workshops', single_select: 1 }])
    expect(sessions).toMatchObject([
      {
        client_id: 1,
        event_id: 10,
        id: 7,
        name: 'Python, sans GIL',
        presenter: 'Zoé',
        start_date: '2025-11-01',
        start_time: '10:30',
        end_date: '2025-11-01',
        end_time: '12:55',
        starts_at: Date.UTC(2025, 10, 1, 9, 30),
        ends_at: Date.UTC(2025, 10, 1, 11, 55),
        allow_overlap: 1,
        max_registrants: 36,
        taken: 0,
        group_id: 3,
        tickets: '[1,2]',
        room: 'B422',
        kind: 'Workshop',
        details: '{}',
        ...made,
      },
    ])
    const deed = { client_id: 1, event_id: 10, at, principal: 'cli', request_id: 'import-1', action: 'import' }
    const subjects = ['event 10', 'ticket 1', 'ticket 2', 'group 3', '7']
    expect(audit).toMatchObject(subjects.map((subject) => ({ ...deed, subject, before: null })))
    expect(JSON.parse(audit[4]?.after ?? '')).toMatchObject({ SessionId: 7, MaxRegistrants: 36, Tickets: [1, 2] })
  })

  test('needs an id and a name alone', async () => {
    await run('id,title\n1,Plain\n')
    expect(await sessions()).toMatchObject([
      {
        id: 1,
        name: 'Plain',
        start_date: null,
        starts_at: null,
        max_registrants: null,
        allow_overlap: 0,
        tickets: '[]',
      },
    ])
  })

  test('ends on the day it starts where no other is given', async () => {
    await run('id,name,start_date,start_time,end_time\n1,A,2025-11-01,10:30,11:00\n')
    expect(await sessions()).toMatchObject([{ end_date: '2025-11-01', ends_at: Date.UTC(2025, 10, 1, 10) }])
  })

  test('of an event that exists is read on its clocks', async () => {
    await run('id,name\n1,A\n', { event: { name: 'Far', timeZone: 'Asia/Tokyo' } })
    await run('id,name,start\n2,B,2025-11-01T10:30\n3,C,2025-11-01T10:30+01:00\n', { event: undefined })
    expect((await sessions()).map(({ start_time, starts_at }) => [start_time, starts_at])).toEqual([
      [null, null],
      ['10:30', Date.UTC(2025, 10, 1, 1, 30)],
      ['18:30', Date.UTC(2025, 10, 1, 9, 30)],
    ])
  })
})

describe('a file', () => {
  test.each([
    ['a byte order mark and CRLF', '\uFEFFSessionId,Name\r\n1,A\r\n2,B\r\n'],
    ['semicolons', 'SessionId;Name\n1;A\n2;B'],
    ['tabs', 'SessionId\tName\n1\tA\n2\tB\n'],
    ['old line ends', 'SessionId,Name\r1,A\r2,B\r'],
    ['blank rows, as spreadsheets leave them', '\n\nSessionId,Name\n\n1,A\n,\n2,B\n,\n,\n'],
    ['spaces around cells and names', ' Session ID , NAME \n 1 , A \n 2 , B \n'],
    ['quotes', '"SessionId","Name"\n"1","A"\n2,"B"'],
    ['separators in quoted names of columns', '"SessionId","Name",";;;;"\n1,A,\n2,B,'],
    ['empty columns at its end', 'SessionId,Name,,\n1,A,,\n2,B'],
  ])('with %s', async (_, text) => {
    await run(text)
    expect((await sessions()).map(({ id, name }) => [id, name])).toEqual([
      [1, 'A'],
      [2, 'B'],
    ])
  })

  test('may name columns otherwise; those that mean nothing are told', async () => {
    const report = reported(
      await run('slot_id,code,title,Speakers,kind,start,end,room,room_capacity,Notes\n1,X,A,Zoé,Talk,,,B1,5,\n'),
    )
    expect(report.ignoredColumns).toEqual(['code', 'Notes'])
    expect(await sessions()).toMatchObject([{ presenter: 'Zoé', kind: 'Talk', room: 'B1', max_registrants: 5 }])
  })

  test('in the manner of European spreadsheets', async () => {
    await run('SessionId;Name;AllowOverlap;Tickets\n1;A;VRAI;1,2\n2;B;FALSCH;"1;3"\n')
    expect((await sessions()).map((row) => [row.allow_overlap, row.tickets])).toEqual([
      [1, '[1,2]'],
      [0, '[1,3]'],
    ])
  })

  test('whose rows are none adds none', async () => {
    expect(reported(await run('SessionId,Name\n'))).toMatchObject({ kept: true, rows: 0, added: 0 })
  })
})

describe('a bad row', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['id,name', ',A', '2 id: is empty'],
    ['id,name', '1,', '2 name: is empty'],
    ['id,name', '0,A', '2 id: expected a whole number from 1 to 2147483647, found "0"'],
    ['id,name', '2147483648,A', '2 id: expected a whole number from 1 to 2147483647, found "2147483648"'],
    ['id,name', '1e3,A', '2 id: expected a whole number from 1 to 2147483647, found "1e3"'],
    ['id,name', `1,${'n'.repeat(501)}`, '2 name: has 501 characters; the most is 500'],
    ['id,name', '1,A\u0000B', '2 name: has a control character'],
    ['id,name', '1,A,B', '2 -: has 3 cells where the header has 2'],
    ['id,name,room', '1,A', '2 -: has 2 cells where the header has 3'],
    ['id,name,capacity', '1,A,-1', '2 capacity: expected a whole number from 0 to 2147483647, found "-1"'],
    ['id,name,AllowOverlap', '1,A,maybe', '2 AllowOverlap: expected true or false, found "maybe"'],
    ['id,name,Tickets', '1,A,1 x', '2 Tickets: expected ids from 1 to 2147483647, found "x"'],
    ['id,name,StartTime', '1,A,10:30', '2 StartTime: has no StartDate'],
    ['id,name,StartDate', '1,A,1/11/2025', '2 StartDate: expected a date such as 2025-11-01, found "1/11/2025"'],
    [
      'id,name,StartDate,StartTime',
      '1,A,2025-11-01,25:00',
      '2 StartTime: expected a time from 00:00 to 23:59, found "25:00"',
    ],
    ['id,name,start,end', '1,A,2025-11-01T10:00,2025-11-01T09:59', '2 end: is before the start'],
    ['id,name,StartDate,EndDate', '1,A,2025-11-02,2025-11-01', '2 EndDate: is before the start'],
    ['id,name,StartDate,StartTime,EndTime', '1,A,2025-11-01,23:00,01:00', '2 EndTime: is before the start'],
    [
      'id,name,Start,StartDate',
      '1,A,2025-11-01T10:00,2025-11-01',
      '2 Start: is given twice: by Start, and by StartDate or StartTime',
    ],
    ['id,name,SingleSelect', '1,A,true', '2 SingleSelect: needs a SessionGroupId or a SessionGroup'],
  ]
  test.each(cases)('%s / %s', async (header, row, reason) => {
    const outcome = await run(`${header}\n${row}\n`)
    expect(badRows(outcome)).toEqual([reason])
    expect(await contents(engine())).toEqual(nothing)
  })

  test('keeps the good ones out, and all are listed by the line they start on', async () => {
    const text =
      'id,name,capacity\r\n1,"Two\r\nlines",5\r\n\r\nx,,y\r\n3,"Three\nmore\nlines",z\r\n1,Again,\r\n4,Good,\r\n4,Twice,\r\n'
    const outcome = reported(await run(text))
    expect(badRows(outcome)).toEqual([
      '5 id: expected a whole number from 1 to 2147483647, found "x"',
      '5 name: is empty',
      '5 capacity: expected a whole number from 0 to 2147483647, found "y"',
      '6 capacity: expected a whole number from 0 to 2147483647, found "z"',
      '9 id: 1 is on line 2 already',
      '11 id: 4 is on line 10 already',
    ])
    expect(outcome).toMatchObject({ kept: false, rows: 6, added: 0, created: { event: false, tickets: 0, groups: 0 } })
    expect(await contents(engine())).toEqual(nothing)
  })

  test('is a session that exists already: nothing is changed silently', async () => {
    await run('id,name\n1,First\n')
    const before = await contents(engine())
    expect(badRows(await run('id,name\n2,Second\n1,Other\n'))).toEqual(['3 id: 1 exists already'])
    expect(await contents(engine())).toEqual(before)
  })

  test('with a stray quote is told once, and ends the reading', async () => {
    const outcome = await run('id,name\n1,A\n\n2,5" screen\n3,C\n')
    expect(badRows(outcome)).toEqual([expect.stringMatching(/^4 -: a quote stands inside a cell.*from here on$/)])
    expect(badRows(await run('id,name\n1,A\n2,"B\n3,C\n'))).toEqual([
      '3 -: a quoted cell is never closed; nothing was read from here on',
    ])
    expect(await contents(engine())).toEqual(nothing)
  })

  test('is one of at most a thousand listed, the first by line', async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => (i % 2 ? `${i},` : '1,Twice'))
    const report = reported(await run(`id,name\n${rows.join('\n')}\n`))
    expect(report.badRows.map((row) => row.line)).toEqual(Array.from({ length: 1_000 }, (_, i) => i + 3))
    expect(report.moreBadRows).toBe(3_999)
  })
})
