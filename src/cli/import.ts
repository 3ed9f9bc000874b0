import { readFile } from 'node:fs/promises'
import { SingleBar } from 'cli-progress'
import { Command, InvalidArgumentError } from 'commander'
import type { Engine } from '../store/engine.ts'
import { isZoneName } from '../time/zone.ts'
import {
  type ImportRefused,
  type ImportReport,
  type ImportRequest,
  importRegistrations,
  importSessions,
  type Progress,
  textOf,
} from '../transfer/import/index.ts'
import { cliAuditContext, print, printJson, withStore } from './command.ts'
import { CommandError, errnoOf, exitCodes } from './exit.ts'
import { importClientCommand } from './import-client.ts'
import { clientOption, databaseOption, eventOption, jsonOption } from './options.ts'

interface ImportOptions {
  readonly client: number
  readonly event: number
  readonly eventName?: string
  readonly timeZone?: string
  readonly dryRun?: boolean
  readonly database: string
  readonly json?: boolean
  readonly map?: ReadonlyMap<string, string>
}

type Import = (engine: Engine, request: ImportRequest) => Promise<ImportReport | ImportRefused>

export function importCommand(): Command {
  const command = new Command('import').description('read sessions, registrations or a whole client from a file')
  return command
    .addHelpText('after', '\nExample:\n  $ lectern import sessions --client 25363 --event 1 sessions.csv')
    .addCommand(
      importing(
        'sessions',
        'a CSV file with a header line, or a schedule of pretalx or frab (JSON, XML)',
        importSessions,
        sessionsHelp,
      ),
    )
    .addCommand(importing('registrations', 'a CSV file with a header line', importRegistrations, registrationsHelp))
    .addCommand(importClientCommand())
}

const sessionsHelp = `
Columns, in any order and letter case: SessionId, Name, Presenter, StartDate, StartTime, EndDate, EndTime (or Start and
End as ISO dates and times), AllowOverlap, MaxRegistrants, SessionGroupId, SessionGroup, SingleSelect, Tickets, Room,
Type. Times are those of the event's time zone.

Example:
  $ lectern import sessions --client 25363 --event 1 --event-name "Annual Meeting" --time-zone Europe/Paris sessions.csv`

const registrationsHelp = `
Columns, in any order and letter case: RegistrationID (one is made where it is empty), BadgeNumber, FirstName, LastName,
Status, Tickets.

Example:
  $ lectern import registrations --client 25363 --event 1 --dry-run registrations.csv`

function importing(what: string, files: string, run: Import, help: string): Command {
  return new Command(what)
    .description(`add ${what} to an event: all rows of the file, or none`)
    .argument('<file>', files)
    .addOption(clientOption())
    .addOption(eventOption())
    .option('--event-name <text>', 'makes the event where it does not exist; needs --time-zone')
    .option('--time-zone <name>', "the event's IANA time zone, such as Europe/Paris")
    .option('--map <field=column>', 'the column of a CSV file that gives a field; may be repeated', mapped, new Map())
    .option('--dry-run', 'report what would be done, and keep nothing')
    .addOption(databaseOption())
    .addOption(jsonOption('the report'))
    .addHelpText('after', help)
    .action(async (file: string, options: ImportOptions) => {
      const event = eventOf(options)
      const text = textOf(await bytesOf(file))
      const report = typeof text === 'string' ? await imported(run, text, event, options) : text
      if (options.json) printJson(report)
      tell(what, report, options)
    })
}

function imported(
  run: Import,
  text: string,
  event: ImportRequest['event'],
  { client: clientId, event: eventId, dryRun = false, database, map }: ImportOptions,
): Promise<ImportReport | ImportRefused> {
  const request = {
    clientId,
    eventId,
    text,
    dryRun,
    ...(map && { mapping: map }),
    ...(event && { event }),
    ...cliAuditContext(),
  }
  return withStore(database, (engine) => withProgress((progress) => run(engine, { ...request, progress })))
}

/** @throws CommandError when anything stood against the import */
function tell(what: string, report: ImportReport | ImportRefused, { json, dryRun }: ImportOptions): void {
  if (report.kind === 'refused') throw new CommandError(report.message)
  const { rows, added, badRows, moreBadRows, columns, ignoredColumns } = report
  for (const { line, place, column, reason } of badRows) {
    process.stderr.write(`${place ?? `line ${line}`}${column === null ? '' : `, ${column}`}: ${reason}\n`)
  }
  if (moreBadRows > 0) process.stderr.write(`and ${moreBadRows} more\n`)
  if (badRows.length > 0) throw new CommandError(`Nothing was imported: of ${rows} rows some are bad.`)
  if (json) return
  if (dryRun)
    print(
      `Columns: ${Object.entries(columns)
        .map(([field, name]) => `${field} from ${name}`)
        .join(', ')}.`,
    )
  if (ignoredColumns.length > 0) print(`Columns that mean nothing here: ${ignoredColumns.join(', ')}.`)
  const counted = `${added} ${added === 1 ? what.slice(0, -1) : what}`
  print(dryRun ? `${counted} would be added; nothing was kept.` : `Added ${counted}.`)
}

/** Reads `Name=Title of the talk`, one of several. */
function mapped(text: string, before: ReadonlyMap<string, string>): Map<string, string> {
  const at = text.indexOf('=')
  const [field, column] = [text.slice(0, at).trim(), text.slice(at + 1).trim()]
  if (at < 1 || column === '') throw new InvalidArgumentError('Expected FIELD=COLUMN, such as Name=Title.')
  return new Map([...before, [field, column]])
}

function eventOf({ eventName: name, timeZone }: ImportOptions): ImportRequest['event'] {
  if (name === undefined && timeZone === undefined) return undefined
  if (name === undefined || timeZone === undefined) {
    throw new CommandError('--event-name and --time-zone go together.', exitCodes.usage)
  }
  if (!isZoneName(timeZone)) {
    const message = `--time-zone: There is no time zone ${JSON.stringify(timeZone)}; give an IANA name such as Europe/Paris.`
    throw new CommandError(message, exitCodes.usage)
  }
  return { name, timeZone }
}

async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new CommandError(`Cannot read ${file} (${errnoOf(error)}).`)
  }
}

/** Shows on a terminal how far the work is. */
async function withProgress<T>(work: (progress: Progress) => Promise<T>): Promise<T> {
  if (!process.stderr.isTTY) return work(() => undefined)
  const bar = new SingleBar({ format: '{bar} {value}/{total}', clearOnComplete: true, stream: process.stderr })
  bar.start(0, 0)
  try {
    return await work((done, total) => {
      bar.setTotal(total)
      bar.update(done)
    })
  } finally {
    bar.stop()
  }
}
