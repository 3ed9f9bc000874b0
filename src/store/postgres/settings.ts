import { userInfo } from 'node:os'
import { DatabaseUrlError } from '../url.ts'
import { type TlsSettings, tlsSettings } from './tls.ts'

/** How a PostgreSQL database is reached. Durations are in milliseconds. */
export interface PostgresSettings {
  /** How the operator calls it, without user and password: `postgres://db.example.org:5432/lectern`. */
  readonly name: string
  /** A name, an address, or the directory of a Unix socket. */
  readonly host: string
  readonly port: number
  readonly user: string
  /** Without it, the environment's PGPASSWORD. */
  readonly password: string | undefined
  readonly database: string
  readonly tls: TlsSettings
  /** The most connections of this process: to write, to read, and to receive what others changed. */
  readonly poolSize: number
  /** After it a query is given up; 0: never. */
  readonly statementTimeout: number
  /** How long a connection is waited for, a new one or one of the pool. */
  readonly connectTimeout: number
  readonly applicationName: string
  /** Settings of the server for these connections: `-c search_path=lectern`. */
  readonly options: string | undefined
}

/** One connection that writes, one that reads, one that receives what others changed. */
const minPoolSize = 3

const known = [
  'host',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'pool_size',
  'statement_timeout',
  'connect_timeout',
  'application_name',
  'options',
]

/**
 * Reads an address such as `postgres://lectern@db.example.org/lectern?sslmode=verify-full&pool_size=20`. Parameters that
 * PostgreSQL's own programs have mean here what they mean there.
 * @throws DatabaseUrlError, which never tells the password
 */
export function postgresSettings(address: string): PostgresSettings {
  const url = parsed(address)
  const parameters = parametersOf(url)
  const host = parameters.get('host') ?? (decoded(url.hostname).replace(/^\[(.*)\]$/, '$1') || 'localhost')
  const port = url.port === '' ? 5432 : Number(url.port)
  const database = decoded(url.pathname.slice(1))
  if (host.includes(',')) throw new DatabaseUrlError(`Expected one host in the database's address, found ${host}.`)
  if (database === '') throw new DatabaseUrlError("The database's address names no database: postgres://host/NAME.")
  return {
    name: `postgres://${url.host || host}/${database}`,
    host,
    port,
    user: decoded(url.username) || process.env.PGUSER || userInfo().username,
    password: url.password === '' ? undefined : decoded(url.password),
    database,
    tls: tlsSettings(host, parameters),
    poolSize: wholeNumber(parameters, 'pool_size', 10, minPoolSize, 10_000),
    statementTimeout: wholeNumber(parameters, 'statement_timeout', 15_000, 0, 86_400_000),
    connectTimeout: 1_000 * wholeNumber(parameters, 'connect_timeout', 10, 1, 3_600),
    applicationName: parameters.get('application_name') ?? 'lectern',
    options: parameters.get('options'),
  }
}

function parsed(address: string): URL {
  try {
    return new URL(address)
  } catch {
    throw new DatabaseUrlError('Expected a database such as postgres://user@host:5432/lectern; the address is not one.')
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new DatabaseUrlError("The database's address has a % that is not followed by two hexadecimal digits.")
  }
}

function parametersOf({ searchParams }: URL): Map<string, string> {
  const parameters = new Map<string, string>()
  for (const [name, value] of searchParams) {
    if (!known.includes(name)) {
      const all = known.join(', ')
      throw new DatabaseUrlError(`The database's address has an unknown parameter ${name}; there are: ${all}.`)
    }
    parameters.set(name, value)
  }
  return parameters
}

function wholeNumber(
  parameters: ReadonlyMap<string, string>,
  name: string,
  usual: number,
  least: number,
  most: number,
): number {
  const text = parameters.get(name)
  if (text === undefined) return usual
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new DatabaseUrlError(`Expected a whole number from ${least} to ${most} for ${name}, found ${text}.`)
}
