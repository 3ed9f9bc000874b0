import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { ContentDiagnostics } from '../../store/diagnostics.ts'
import { StoreError } from '../../store/errors.ts'
import { DatabaseUrlError, isPostgresUrl, sqlitePath } from '../../store/open.ts'
import type { PostgresDiagnostics } from '../../store/postgres/diagnostics.ts'
import { postgresSettings } from '../../store/postgres/settings.ts'
import { type Check, ok, problem, warning } from './check.ts'

/** Whether a database is there, may be used, and is as it should be. Nothing of it is changed. */
export async function checkDatabase(url: string, workers: number): Promise<Check[]> {
  try {
    return isPostgresUrl(url) ? await checkPostgres(url, workers) : await checkSqlite(sqlitePath(url))
  } catch (error) {
    if (error instanceof DatabaseUrlError)
      return [problem('database', error.message, 'Mend --database or LECTERN_DATABASE_URL.')]
    if (error instanceof StoreError) return [problem('database', error.message, 'See docs/operations.md.')]
    throw error
  }
}

/** Types of file systems on other machines, where SQLite's locks and log do not hold: NFS, SMB, CIFS. */
const remote = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42])
const leastFree = 1e9

async function checkSqlite(path: string): Promise<Check[]> {
  const file = resolve(path)
  const directory = dirname(file)
  if (!existsSync(directory))
    return [problem('database', `${directory} is not there`, `Make it: mkdir -p ${directory}`)]
  if (!mayWrite(directory)) {
    return [
      problem(
        'database',
        `${directory} cannot be written by this user`,
        'SQLite keeps its log beside the file: let the user write there.',
      ),
    ]
  }
  const around = checkDisk(directory)
  if (!existsSync(file)) return [ok('database', `${file} is not there yet: serve makes it`), ...around]
  if (!mayWrite(file))
    return [problem('database', `${file} cannot be written by this user`, `chown it to the user, or chmod u+w ${file}`)]
  const { diagnoseSqlite } = await import('../../store/sqlite/diagnostics.ts')
  const facts = await diagnoseSqlite(file)
  const whole =
    facts.damage.length === 0
      ? ok('integrity', 'SQLite finds nothing wrong')
      : problem('integrity', facts.damage.join('; '), 'Restore a backup: lectern restore.')
  return [ok('database', file), checkMode(file), whole, ...around, ...checkContent(facts)]
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
    return true
  } catch {
    return false
  }
}

function checkMode(file: string): Check {
  const mode = statSync(file).mode & 0o777
  const found = `the file's mode is ${mode.toString(8)}`
  if ((mode & 0o077) === 0) return ok('permissions', found)
  return warning('permissions', `${found}: others on this machine may read registrations`, `chmod 600 ${file}*`)
}

function checkDisk(directory: string): Check[] {
  const { bavail, bsize, type } = statfsSync(directory)
  const free = bavail * bsize
  const found = `${(free / 1e9).toFixed(1)} GB are free`
  return [
    free < leastFree ? warning('disk', found, 'Make room: a full disk ends writing.') : ok('disk', found),
    ...(remote.has(type)
      ? [problem('disk', `${directory} is on another machine`, 'SQLite needs a local disk; or use PostgreSQL.')]
      : []),
  ]
}

async function checkPostgres(url: string, workers: number): Promise<Check[]> {
  const { diagnosePostgres } = await import('../../store/postgres/diagnostics.ts')
  const facts = await diagnosePostgres(postgresSettings(url))
  return [ok('database', `PostgreSQL ${facts.version}`), ...checkServer(facts, workers), ...checkContent(facts)]
}

const oldestPostgres = 14
/** A clock may be off by so much, in milliseconds. */
const clockTolerance = 5_000

function checkServer(facts: PostgresDiagnostics, workers: number): Check[] {
  const { version, clockAhead, isEncrypted, isReplica, maxConnections, unsafe, poolSize, missingPrivileges } = facts
  const wanted = workers * poolSize
  const connections = `${workers} x ${poolSize} of at most ${maxConnections}`
  return [
    Number.parseInt(version, 10) >= oldestPostgres
      ? ok('version', version)
      : warning('version', version, `Use PostgreSQL ${oldestPostgres} or newer.`),
    isEncrypted
      ? ok('encryption', 'by TLS')
      : warning('encryption', 'none', 'Where the server is on another machine, ask for sslmode=verify-full.'),
    isReplica
      ? problem('server', 'is a replica, which takes no changes', 'Name the primary.')
      : ok('server', 'takes changes'),
    missingPrivileges.length === 0
      ? ok('privileges', 'this user may read and write all tables')
      : problem(
          'privileges',
          `this user lacks ${missingPrivileges.join('; ')}`,
          'Grant them as the owner of the tables: see docs/reference/postgres.md.',
        ),
    wanted < maxConnections
      ? ok('connections', connections)
      : warning('connections', connections, 'Lower pool_size or --workers, or raise max_connections.'),
    ...(unsafe.length > 0
      ? [problem('durability', `${unsafe.join(', ')} is off`, 'Set it on: what was acknowledged could be lost.')]
      : []),
    Math.abs(clockAhead) <= clockTolerance
      ? ok('clock', `the server's differs by ${clockAhead} ms`)
      : warning('clock', `the server's differs by ${Math.round(clockAhead / 1000)} s`, 'Let both follow NTP.'),
  ]
}

function checkContent({ isEmpty, isOurs, missing, unknown, newestAudit, clients, keys }: ContentDiagnostics): Check[] {
  if (!isOurs) return [problem('tables', "are another program's", 'Use a database of its own.')]
  if (unknown.length > 0)
    return [problem('tables', `are of a newer Lectern (${unknown.join(', ')})`, 'Upgrade the program.')]
  if (isEmpty) return [ok('tables', 'none yet: serve makes them')]
  const tables =
    missing.length === 0
      ? ok('tables', 'up to date')
      : warning(
          'tables',
          `${missing.length} migrations are to be done: ${missing.join(', ')}`,
          'Back up, then lectern migrate; serve does it too.',
        )
  const ahead = newestAudit === null ? 0 : newestAudit - Date.now()
  const audit =
    ahead <= clockTolerance
      ? ok('time', 'the audit ends in the past')
      : problem(
          'time',
          `the last change was ${Math.round(ahead / 1000)} s in the future`,
          'The clock was put back, or was wrong: let it follow NTP.',
        )
  if (clients === 0)
    return [tables, audit, warning('clients', 'none', 'Add one: lectern client add --id 1000 --name "…"')]
  const access =
    keys > 0
      ? ok('keys', `${keys} of ${clients} clients`)
      : warning('keys', 'none', 'Make one: lectern key create --client 1000 --role admin')
  return [tables, audit, ok('clients', String(clients)), access]
}
