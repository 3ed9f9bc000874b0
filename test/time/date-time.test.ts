import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { parseWallClock, parseZonedDateTime } from '../../src/time/date-time.ts'

const paris = 'Europe/Paris'
const utc = (...parts: Parameters<typeof Date.UTC>) => Date.UTC(...parts)

describe('a wall clock', () => {
  test.each([
    ['2025-11-01', '10:30', '10:30', utc(2025, 10, 1, 9, 30)],
    ['2025-07-01', '10:30', '10:30', utc(2025, 6, 1, 8, 30)],
    ['2025-11-01', '9:05', '09:05', utc(2025, 10, 1, 8, 5)],
    ['2025-11-01', '10:30:00', '10:30', utc(2025, 10, 1, 9, 30)],
    ['2025-11-01', '10:30:15', '10:30:15', utc(2025, 10, 1, 9, 30, 15)],
    ['2025-11-01', '1:30 PM', '13:30', utc(2025, 10, 1, 12, 30)],
    ['2025-11-01', '12:00 am', '00:00', utc(2025, 9, 31, 23)],
    ['2025-11-01', '12:15 p.m.', '12:15', utc(2025, 10, 1, 11, 15)],
    ['2025-11-01T00:00:00', '10:30', '10:30', utc(2025, 10, 1, 9, 30)],
    ['2024-02-29', '10:30', '10:30', utc(2024, 1, 29, 9, 30)],
  ])('%s %s', (date, time, shown, epochMs) => {
    expect(parseWallClock(date, time, paris)).toEqual({ kind: 'moment', date: date.slice(0, 10), time: shown, epochMs })
  })

  test.each([
    ['2025-02-29', '10:30', 'date'],
    ['01/11/2025', '10:30', 'date'],
    ['2025-11-1', '10:30', 'date'],
    ['', '10:30', 'date'],
    ['2025-11-01', '24:00', 'time'],
    ['2025-11-01', '10:60', 'time'],
    ['2025-11-01', '13:00 PM', 'time'],
    ['2025-11-01', '0:30 AM', 'time'],
    ['2025-11-01', 'noon', 'time'],
  ])('%s %s is none', (date, time, of) => {
    expect(parseWallClock(date, time, paris)).toMatchObject({ kind: 'problem', of })
  })

  test('of a date alone is no moment of time', () => {
    expect(parseWallClock('2025-11-01', null, paris)).toEqual({
      kind: 'moment',
      date: '2025-11-01',
      time: null,
      epochMs: null,
    })
  })

  test('that no clock shows, when clocks go forward, is none', () => {
    expect(parseWallClock('2026-03-29', '01:59', paris)).toMatchObject({ epochMs: utc(2026, 2, 29, 0, 59) })
    expect(parseWallClock('2026-03-29', '02:30', paris)).toMatchObject({
      kind: 'problem',
      reason: expect.stringMatching(/Europe\/Paris leave 2026-03-29 02:30 out/),
    })
    expect(parseWallClock('2026-03-29', '03:00', paris)).toMatchObject({ epochMs: utc(2026, 2, 29, 1) })
    // A whole day that Samoa left out, and an hour at midnight that Cairo did.
    expect(parseWallClock('2011-12-30', '12:00', 'Pacific/Apia')).toMatchObject({ kind: 'problem' })
    expect(parseWallClock('2024-04-26', '00:30', 'Africa/Cairo')).toMatchObject({ kind: 'problem' })
  })

  test('that clocks show twice, when they go back, is none; an offset tells which', () => {
    expect(parseWallClock('2025-10-26', '01:59', paris)).toMatchObject({ epochMs: utc(2025, 9, 25, 23, 59) })
    for (const time of ['02:00', '02:59']) {
      expect(parseWallClock('2025-10-26', time, paris)).toMatchObject({
        kind: 'problem',
        reason: expect.stringMatching(/twice/),
      })
    }
    expect(parseWallClock('2025-10-26', '03:00', paris)).toMatchObject({ epochMs: utc(2025, 9, 26, 2) })
    const both = ['+02:00', '+01:00'].map((offset) => parseZonedDateTime(`2025-10-26T02:30${offset}`, paris))
    expect(both).toEqual([
      { kind: 'moment', date: '2025-10-26', time: '02:30', epochMs: utc(2025, 9, 26, 0, 30) },
      { kind: 'moment', date: '2025-10-26', time: '02:30', epochMs: utc(2025, 9, 26, 1, 30) },
    ])
  })
})

describe('a date and time', () => {
  const moment = { kind: 'moment', date: '2025-11-01', time: '10:30', epochMs: utc(2025, 10, 1, 9, 30) }

  test.each([
    '2025-11-01T10:30',
    '2025-11-01 10:30',
    '2025-11-01T10:30:00.000',
    '2025-11-01 10:30 AM',
    '2025-11-01T10:30:00+01:00',
    '2025-11-01T10:30:00.5+01:00',
    '2025-11-01T04:30:00-0500',
    '2025-11-01T09:30:00Z',
    '2025-11-01T09:30z',
    '2025-11-01T23:30+14',
  ])('%s', (text) => {
    expect(parseZonedDateTime(text, paris)).toEqual(moment)
  })

  test('without a time is a date', () => {
    expect(parseZonedDateTime('2025-11-01', paris)).toMatchObject({ time: null, epochMs: null })
  })

  test.each([
    '2025-11-01T10',
    '2025-11-01T',
    'tomorrow',
    '2025-11-01T25:00Z',
    '2025-13-01T10:30Z',
    '2025-11-01T10:30+99:00',
    '',
  ])('%s is none', (text) => expect(parseZonedDateTime(text, paris)).toMatchObject({ kind: 'problem' }))
})

test('every instant read with its offset, and every wall clock that is one instant, comes back as it was', () => {
  const zones = fc.constantFrom('Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC')
  const minutes = fc.integer({ min: utc(1975, 0, 1) / 60_000, max: utc(2060, 0, 1) / 60_000 })
  fc.assert(
    fc.property(zones, minutes, (zone, minute) => {
      const epochMs = minute * 60_000
      const there = DateTime.fromMillis(epochMs, { zone })
      const [date, time] = [there.toFormat('yyyy-MM-dd'), there.toFormat('HH:mm')]
      expect(parseZonedDateTime(there.toISO() ?? '', zone)).toEqual({ kind: 'moment', date, time, epochMs })
      const read = parseWallClock(date, time, zone)
      if (read.kind === 'moment') expect(read.epochMs).toBe(epochMs)
      else expect(there.getPossibleOffsets().length).toBe(2)
    }),
  )
})
