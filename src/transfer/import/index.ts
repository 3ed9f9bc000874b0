import type { Engine } from '../../store/engine.ts'
import { addRegistrations } from './add-registrations.ts'
import { addSessions } from './add-sessions.ts'
import { type RegistrationField, registrationColumns, type SessionField, sessionColumns } from './columns.ts'
import { type Importable, importRows, readRows } from './import.ts'
import { parseRegistrationRow, type RegistrationRow } from './registration-row.ts'
import type { BadRows, ImportRefused, ImportReport, ImportRequest } from './report.ts'
import { isSchedule, readSchedule } from './schedule.ts'
import { parseSessionRow, type SessionRow } from './session-row.ts'
import { readTable } from './table.ts'

export { addRegistrations } from './add-registrations.ts'
export { addSessions } from './add-sessions.ts'
export { fieldsOf, registrationColumns, sessionColumns } from './columns.ts'
export { addEvent } from './event.ts'
export { textOf } from './file.ts'
export type { RegistrationRow } from './registration-row.ts'
export * from './report.ts'
export { scheduleFields } from './schedule.ts'
export type { SessionRow } from './session-row.ts'
export { maxRows } from './table.ts'
export { addTicket } from './tickets.ts'

const sessions: Importable<SessionField, SessionRow> = {
  columns: sessionColumns,
  readAsTable: (text) => (isSchedule(text) ? readSchedule(text) : null),
  read: parseSessionRow,
  add: addSessions,
}

const registrations: Importable<RegistrationField, RegistrationRow> = {
  columns: registrationColumns,
  read: parseRegistrationRow,
  add: addRegistrations,
}

/**
 * Adds the sessions of a CSV file, or of a schedule of pretalx or frab in JSON or XML, to an event, in one transaction; any bad row, and nothing is written. All that is added
 * is audited as `import`: a session by its SessionId, what it takes along as `event 1`, `ticket 2`, `group 3`.
 * @throws StoreError
 */
export function importSessions(engine: Engine, request: ImportRequest): Promise<ImportReport | ImportRefused> {
  return importRows(engine, request, sessions)
}

/**
 * Adds the registrations of a CSV file to an event, in one transaction; any bad row, and nothing is written. All that is
 * added is audited as `import`: a registration by its RegistrationID, what it takes along as `event 1`, `ticket 2`.
 * @throws StoreError
 */
export function importRegistrations(engine: Engine, request: ImportRequest): Promise<ImportReport | ImportRefused> {
  return importRows(engine, request, registrations)
}

/** The sessions of a CSV file, for an event whose clocks are those of `zone`, read but not added. */
export function readSessions(text: string, zone: string, bad: BadRows): SessionRow[] | ImportRefused {
  const table = readTable(text, sessionColumns, bad)
  return table.kind === 'refused' ? table : readRows(sessions, table, zone, bad)
}
