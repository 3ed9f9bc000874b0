import type { Transaction } from '../../store/engine.ts'
import { groupsOfEvent, insertGroup } from '../../store/queries/session-groups.ts'
import { insertSession, sessionsOfEvent } from '../../store/queries/sessions.ts'
import { auditAdded } from './audit.ts'
import { inBatches } from './batched.ts'
import { type Group, Groups } from './groups.ts'
import type { BadRows, Progress, Target } from './report.ts'
import type { SessionRow } from './session-row.ts'
import { addMissingTickets } from './tickets.ts'

/** What there is beside the rows once they are in. */
export interface Added {
  readonly tickets: number
  readonly groups: number
}

/**
 * Adds sessions to an event, with the tickets and groups that they name and that are missing.
 * @param bad takes the rows that clash with each other or with the store. Where it holds any, nothing is written.
 */
export async function addSessions(
  transaction: Transaction,
  target: Target,
  rows: readonly SessionRow[],
  bad: BadRows,
  progress?: Progress,
): Promise<Added> {
  const { clientId: client, eventId: event } = target
  const known = new Map<number, number | null>()
  for (const { id } of await transaction.all(sessionsOfEvent, { client, event })) known.set(id, null)
  for (const { line, id } of rows) {
    const before = known.get(id)
    if (before === undefined) known.set(id, line)
    else bad.add({ line, column: 'SessionId', reason: clash(id, before) })
  }
  const groups = new Groups(await transaction.all(groupsOfEvent, { client, event }), bad)
  const groupOf = groups.of(rows)
  if (bad.count > 0) return { tickets: 0, groups: 0 }

  const tickets = await addMissingTickets(transaction, target, rows)
  for (const group of groups.made) await addGroup(transaction, target, group)
  await inBatches(transaction, rows, (row) => addSession(transaction, target, row, groupOf.get(row) ?? null), progress)
  return { tickets, groups: groups.made.length }
}

/** @param line where the file has it before; null: the store has it */
export function clash(value: string | number, line: number | null): string {
  return line === null ? `${value} exists already` : `${value} is on line ${line} already`
}

async function addGroup(transaction: Transaction, target: Target, { id, name, singleSelect }: Group): Promise<void> {
  const after = { SessionGroupId: id, Name: name ?? `Group ${id}`, SingleSelect: singleSelect ?? false }
  await transaction.run(insertGroup, {
    client: target.clientId,
    event: target.eventId,
    id,
    name: after.Name,
    singleSelect: after.SingleSelect ? 1 : 0,
  })
  await auditAdded(transaction, target, `group ${id}`, after)
}

async function addSession(
  transaction: Transaction,
  target: Target,
  row: SessionRow,
  group: Group | null,
): Promise<void> {
  const { id, name, presenter, start, end, allowOverlap, maxRegistrants, tickets, room, kind } = row
  await transaction.run(insertSession, {
    client: target.clientId,
    event: target.eventId,
    id,
    name,
    presenter,
    startDate: start?.date ?? null,
    startTime: start?.time ?? null,
    endDate: end?.date ?? null,
    endTime: end?.time ?? null,
    startsAt: start?.epochMs ?? null,
    endsAt: end?.epochMs ?? null,
    allowOverlap: allowOverlap ? 1 : 0,
    maxRegistrants,
    group: group?.id ?? null,
    tickets: JSON.stringify(tickets),
    room,
    kind,
    at: target.at,
  })
  await auditAdded(transaction, target, String(id), {
    SessionId: id,
    Name: name,
    Presenter: presenter,
    StartDate: start?.date ?? null,
    StartTime: start?.time ?? null,
    EndDate: end?.date ?? null,
    EndTime: end?.time ?? null,
    AllowOverlap: allowOverlap,
    MaxRegistrants: maxRegistrants,
    SessionGroupId: group?.id ?? null,
    Tickets: tickets,
    Room: room,
    Type: kind,
  })
}
