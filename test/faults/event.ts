import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { CreatedKey } from '../../src/accounts/keys.ts'
import { freshDirectory, run } from '../support/program.ts'
import { Registration } from './history.ts'

export const client = 5
export const event = 1
/** Below the server's url. */
export const path = `/Ams/${client}/Event/${event}/EventRegistrationSessions`

const people = 120
/** Sessions that few can have, and sessions that all can. None crosses another, so that waiting lists are kept to the letter. */
const scarce = Array.from({ length: 6 }, (_, i) => ({ id: i + 1, places: 3 + 4 * i }))
const ample = Array.from({ length: 14 }, (_, i) => ({ id: i + 11, places: people }))

export interface PreparedEvent {
  readonly key: CreatedKey
  readonly registrations: readonly Registration[]
  readonly sessions: readonly number[]
}

/** Makes a client with a key and an event in a database that is there or not, as an operator would. */
export async function prepareEvent(database: string): Promise<PreparedEvent> {
  const env = { LECTERN_DATABASE_URL: database }
  const done = async (...args: string[]) => {
    const end = await run(args, { env })
    expect({ args, ...end }).toMatchObject({ code: 0, stderr: '' })
    return end.stdout
  }
  const directory = freshDirectory()
  const [sessionsFile, registrationsFile] = [join(directory, 's.csv'), join(directory, 'r.csv')]
  const sessions = [...scarce, ...ample]
  writeFileSync(
    sessionsFile,
    `SessionId,Name,MaxRegistrants\n${sessions.map(({ id, places }) => `${id},Session ${id},${places}\n`).join('')}`,
  )
  const badges = Array.from({ length: people }, (_, i) => i + 1)
  writeFileSync(
    registrationsFile,
    `RegistrationID,BadgeNumber\n${badges.map((badge) => `${idOf(badge)},${badge}\n`).join('')}`,
  )
  const ofEvent = ['--client', String(client), '--event', String(event)]
  await done('client', 'add', '--id', String(client), '--name', 'Society')
  const key: CreatedKey = JSON.parse(
    await done('key', 'create', '--client', String(client), '--role', 'admin', '--json'),
  )
  await done('import', 'sessions', ...ofEvent, '--event-name', 'Meeting', '--time-zone', 'UTC', sessionsFile)
  await done('import', 'registrations', ...ofEvent, registrationsFile)
  return {
    key,
    registrations: badges.map((badge) => new Registration(idOf(badge))),
    sessions: sessions.map(({ id }) => id),
  }
}

/** The RegistrationID of a badge. */
export function idOf(badge: number): string {
  return `person-${badge}`
}
