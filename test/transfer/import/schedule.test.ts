import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { importRegistrations, importSessions } from '../../../src/transfer/import/index.ts'
import { contents, nothing, reported, request, useStore } from './store.ts'

const engine = useStore()
const run = (text: string, given = {}) => importSessions(engine(), request(text, given))
const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')
const read = async () =>
  (await contents(engine())).sessions.map((session) => ({
    id: session.id,
    name: session.name,
    presenter: session.presenter,
    start: `${session.start_date} ${session.start_time}`,
    end: `${session.end_date} ${session.end_time}`,
    places: session.max_registrants,
    group: session.group_id,
    room: session.room,
    kind: session.kind,
  }))

const talks = [
  {
    id: 11,
    name: 'Ouvrir une parcelle à l’école',
    presenter: 'Zoé Łukasz, Anaïs B.',
    start: '2025-10-25 10:00',
    end: '2025-10-25 10:45',
    places: 40,
    group: 1,
    room: 'Orangerie',
    kind: 'Conférence',
  },
  {
    id: 12,
    name: 'Papillons de nuit 🦋',
    presenter: null,
    start: '2025-10-25 23:30',
    end: '2025-10-26 01:00',
    places: null,
    group: null,
    room: 'Serre 🌿',
    kind: 'Atelier',
  },
  {
    id: 13,
    name: 'La nuit où l’heure revient',
    presenter: 'Émile R.',
    start: '2025-10-26 02:30',
    end: '2025-10-26 03:00',
    places: 40,
    group: 1,
    room: 'Orangerie',
    kind: 'Conférence',
  },
]

describe('a schedule of pretalx or frab', () => {
  test('in JSON gives its talks, with the places of their rooms and their tracks as groups', async () => {
    expect(reported(await run(fixture('schedule.json')))).toMatchObject({
      kept: true,
      rows: 3,
      added: 3,
      created: { groups: 1 },
      columns: { SessionId: 'id', Name: 'title', End: 'duration', SessionGroup: 'track' },
    })
    expect(await read()).toEqual(talks)
    const { groups, sessions } = await contents(engine())
    expect(groups).toEqual([{ id: 1, name: 'Apprendre', single_select: 0 }])
    // The hour that comes twice is told by its offset.
    expect(sessions[2]?.starts_at).toBe(Date.UTC(2025, 9, 26, 1, 30))
  })

  test('in XML gives the same, but for places, which it does not tell', async () => {
    expect(reported(await run(fixture('schedule.xml')))).toMatchObject({ kept: true, added: 3 })
    expect(await read()).toEqual(talks.map((talk) => ({ ...talk, places: null })))
  })

  test('tells where a bad talk is, and keeps nothing', async () => {
    const bad = fixture('schedule.json').replace('"id": 12,', '').replace('"duration": "00:45"', '"duration": "long"')
    const { badRows } = reported(await run(bad))
    expect(badRows).toEqual([
      { line: 1, place: 'days[0].rooms["Orangerie"][0]', column: 'duration', reason: expect.stringContaining('long') },
      { line: 2, place: 'days[0].rooms["Serre 🌿"][0]', column: 'id', reason: 'is empty' },
    ])
    const xml = reported(await run(fixture('schedule.xml').replace("<event id='12'>", "<event id='twelve'>")))
    expect(xml.badRows).toMatchObject([{ line: 30, column: 'id' }])
    expect(await contents(engine())).toEqual(nothing)
  })

  test.each([
    ['{"schedule":', 'SyntaxInvalid'],
    ['{"talks":[]}', 'ScheduleNotFound'],
    ['<schedule><day>', 'SyntaxInvalid'],
    ['<html/>', 'SyntaxInvalid'],
    ['<!DOCTYPE x [<!ENTITY a "b">]><schedule>&a;</schedule>', 'SyntaxInvalid'],
    ['<schedule>&nbsp;</schedule>', 'SyntaxInvalid'],
    [`<schedule>${'<a>'.repeat(5_000)}`, 'SyntaxInvalid'],
  ])('that cannot be read is refused (%#)', async (text, code) => {
    expect(await run(text)).toMatchObject({ kind: 'refused', code })
    expect(await contents(engine())).toEqual(nothing)
  })

  test('is never more than a report or a refusal', async () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('', 'x', 1e300, null))
    const talk = fc.dictionary(fc.constantFrom('id', 'title', 'date', 'duration', 'persons', 'track'), value)
    const schedule = fc.record({
      schedule: fc.record({
        conference: fc.record({
          rooms: value,
          days: fc.array(fc.record({ rooms: fc.dictionary(fc.string(), fc.array(talk)) })),
        }),
      }),
    })
    await fc.assert(
      fc.asyncProperty(schedule, async (given) => {
        const outcome = await run(JSON.stringify(given), { dryRun: true })
        expect(['report', 'refused']).toContain(outcome.kind)
      }),
      { numRuns: 30 },
    )
  })
})

describe('columns that are mapped', () => {
  const file = 'Number,Headline,Name,Begin\n7,A talk,Zoé,2025-11-01T10:30\n'
  const mapping = new Map([
    ['SessionId', 'number'],
    ['name', 'HEADLINE'],
    ['Presenter', 'Name'],
    ['Start', 'Begin'],
  ])

  test('give the fields, whatever they are called', async () => {
    expect(reported(await run(file, { mapping }))).toMatchObject({
      added: 1,
      columns: { SessionId: 'Number', Name: 'Headline', Presenter: 'Name', Start: 'Begin' },
      ignoredColumns: [],
    })
    expect(await read()).toMatchObject([{ id: 7, name: 'A talk', presenter: 'Zoé', start: '2025-11-01 10:30' }])
  })

  test('must be there, and be of fields that are known', async () => {
    expect(await run(file, { mapping: new Map([['Room', 'Hall']]) })).toMatchObject({
      code: 'ColumnMissing',
      message: 'The header has no column “Hall”, which is to give the Room.',
    })
    expect(await run(file, { mapping: new Map([['Hall', 'Name']]) })).toMatchObject({ code: 'FieldUnknown' })
  })

  test('serve registrations too', async () => {
    const people = 'Badge no,Prénom\n1,Zoé\n'
    const given = request(people, {
      mapping: new Map([
        ['BadgeNumber', 'Badge no'],
        ['FirstName', 'Prénom'],
      ]),
    })
    expect(await importRegistrations(engine(), given)).toMatchObject({ added: 1, columns: { FirstName: 'Prénom' } })
  })
})
