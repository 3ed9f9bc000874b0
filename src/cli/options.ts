import { readFileSync } from 'node:fs'
import { isIPv4, isIPv6 } from 'node:net'
import { availableParallelism } from 'node:os'
import { InvalidArgumentError, Option } from 'commander'
import { minSecretBytes } from '../accounts/seal.ts'
import { defaultLifetimes, type Lifetimes } from '../accounts/sign-ins.ts'
import { type LogLevel, logLevels } from '../observability/log-levels.ts'
import { errnoOf } from './exit.ts'

/** Reads a whole number between two bounds. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN
    if (!(value >= least && value <= most)) {
      throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`)
    }
    return value
  }
}

/** Reads a text for people, on one line. */
export function singleLineText(text: string): string {
  const line = text.trim()
  if (line === '' || line.length > 200 || /\p{Cc}/u.test(line)) {
    throw new InvalidArgumentError('Expected 1 to 200 characters on one line.')
  }
  return line
}

const anyId = wholeNumber(1, 2_147_483_647)

export function clientOption(): Option {
  return new Option('--client <number>', 'the client (tenant)').argParser(anyId).makeOptionMandatory()
}

export function eventOption(): Option {
  return new Option('--event <number>', "the event's number").argParser(anyId).makeOptionMandatory()
}

/** It is read where the database is opened: what commander says of a bad value would tell its password. */
export function databaseOption(): Option {
  return new Option('--database <url>', 'the database: sqlite:PATH or postgres://USER@HOST/NAME')
    .env('LECTERN_DATABASE_URL')
    .default('sqlite:lectern.db')
}

export function jsonOption(what: string): Option {
  return new Option('--json', `print ${what} as JSON, for programs`)
}

export function forceOption(): Option {
  return new Option('--force', 'replace a file that exists')
}

export function workersOption(): Option {
  return new Option('--workers <number>', 'processes that share the port, on PostgreSQL; auto: one for each CPU')
    .env('LECTERN_WORKERS')
    .argParser(workers)
    .default(1)
}

function workers(text: string): number {
  if (text === 'auto') return availableParallelism()
  try {
    return wholeNumber(1, 256)(text)
  } catch {
    throw new InvalidArgumentError('Expected a whole number from 1 to 256, or auto.')
  }
}

export function portOption(description: string): Option {
  return new Option('--port <number>', description).env('LECTERN_PORT').argParser(wholeNumber(0, 65_535)).default(8080)
}

export function hostOption(description: string): Option {
  return new Option('--host <address>', description).env('LECTERN_HOST').argParser(hostName).default('127.0.0.1')
}

/** An empty one would be taken for every address there is. */
function hostName(text: string): string {
  if (!/^\S+$/.test(text)) throw new InvalidArgumentError('Expected an address such as 127.0.0.1, or 0.0.0.0 for all.')
  return text
}

/** Its variable is read here: to commander one that is set at all, to `on` too, would be the flag. */
function consoleOption(): Option {
  const isOff = /^(?:off|no|false|0)$/i.test(process.env.LECTERN_CONSOLE ?? '')
  return new Option('--no-console', 'leave out the web console at /console (env: LECTERN_CONSOLE=off)').default(!isOff)
}

/** Of a sandbox. */
export function seedOption(): Option {
  return new Option('--seed <number>', 'give the same ids each time, so that tests may know them')
    .env('LECTERN_SEED')
    .argParser(wholeNumber(0, 2_147_483_647))
    .default(null, 'none: ids are chance')
}

/** What one call may cost, and a tenant have under way, where nothing else is said. */
export const defaultWorkLimits = { rowLimit: 20_000, answerLimit: 33_554_432, timeLimit: 30, longCallLimit: 2 }

/** The settings of a server besides what it serves. */
export interface ServingOptions {
  readonly port: number
  readonly host: string
  readonly bodyLimit: number
  readonly requestLimit: number
  readonly connectionLimit: number
  readonly rateLimit: number
  readonly rowLimit: number
  readonly answerLimit: number
  /** In seconds. */
  readonly timeLimit: number
  readonly longCallLimit: number
  readonly trustProxy: readonly string[]
  readonly sessionIdle: number
  readonly sessionMax: number
  /** The content of the secret file; null: there is none. */
  readonly secretFile: Buffer | null
  readonly corsOrigins: readonly string[]
  readonly cacheSize: number
  /** Null: metrics are not served. */
  readonly metricsPort: number | null
  readonly metricsHost: string
  readonly console: boolean
  readonly logLevel: LogLevel
}

/** @param rateLimit how many calls a client may make in a second where nothing else is said */
export function servingOptions(defaultLevel: LogLevel, rateLimit: number): Option[] {
  return [
    portOption('the port to listen on; 0 picks a free one'),
    hostOption('the address to listen on'),
    new Option('--body-limit <bytes>', 'the largest body taken')
      .env('LECTERN_BODY_LIMIT')
      .argParser(wholeNumber(1_024, 1_073_741_824))
      .default(1_048_576),
    new Option('--request-limit <number>', 'the most requests under way at once; more are told to come again')
      .env('LECTERN_REQUEST_LIMIT')
      .argParser(wholeNumber(1, 1_000_000))
      .default(500),
    new Option('--connection-limit <number>', 'the most connections at once; more are closed')
      .env('LECTERN_CONNECTION_LIMIT')
      .argParser(wholeNumber(1, 1_000_000))
      .default(10_000),
    new Option('--rate-limit <calls>', 'calls a second that a client may make, on average of ten; 0: any number')
      .env('LECTERN_RATE_LIMIT')
      .argParser(wholeNumber(0, 1_000_000))
      .default(rateLimit),
    new Option('--row-limit <rows>', 'the most rows of an answer, that of a batch too')
      .env('LECTERN_ROW_LIMIT')
      .argParser(wholeNumber(1, 10_000_000))
      .default(defaultWorkLimits.rowLimit),
    new Option('--answer-limit <bytes>', 'the largest answer')
      .env('LECTERN_ANSWER_LIMIT')
      .argParser(wholeNumber(1_024, 268_435_456))
      .default(defaultWorkLimits.answerLimit),
    new Option('--time-limit <seconds>', 'the longest that a batch or a long read may take')
      .env('LECTERN_TIME_LIMIT')
      .argParser(wholeNumber(1, 3_600))
      .default(defaultWorkLimits.timeLimit),
    new Option('--long-call-limit <number>', 'long reads and batches of a client at once; more wait for their turn')
      .env('LECTERN_LONG_CALL_LIMIT')
      .argParser(wholeNumber(1, 1_000))
      .default(defaultWorkLimits.longCallLimit),
    new Option('--trust-proxy <list>', 'proxies to believe who calls and how: addresses or networks, parted by commas')
      .env('LECTERN_TRUST_PROXY')
      .argParser(proxies)
      .default([], 'none'),
    new Option('--session-idle <minutes>', 'a sign-in session ends when it was not used for so long')
      .env('LECTERN_SESSION_IDLE')
      .argParser(wholeNumber(1, 525_600))
      .default(defaultLifetimes.idleMs / 60_000),
    new Option('--session-max <minutes>', 'and at the latest so long after it began')
      .env('LECTERN_SESSION_MAX')
      .argParser(wholeNumber(1, 525_600))
      .default(defaultLifetimes.maxAgeMs / 60_000),
    new Option('--secret-file <path>', 'a file with a secret that encrypts the keys that sign access tokens')
      .env('LECTERN_SECRET_FILE')
      .argParser(secretFile)
      .default(null, 'none: they are stored as they are'),
    new Option('--cors-origins <list>', 'origins whose scripts may call, parted by commas')
      .env('LECTERN_CORS_ORIGINS')
      .argParser(origins)
      .default([], 'none'),
    new Option('--cache-size <megabytes>', 'memory for answers that are kept to be given again; 0: none are')
      .env('LECTERN_CACHE_SIZE')
      .argParser(wholeNumber(0, 65_536))
      .default(16),
    consoleOption(),
    new Option('--metrics-port <number>', 'the port at which /metrics is served, in the form of Prometheus')
      .env('LECTERN_METRICS_PORT')
      .argParser(wholeNumber(1, 65_535))
      .default(null, 'none: they are not served'),
    new Option('--metrics-host <address>', 'and its address')
      .env('LECTERN_METRICS_HOST')
      .argParser(hostName)
      .default('127.0.0.1'),
    new Option('--log-level <level>', 'what is logged, to stderr')
      .env('LECTERN_LOG_LEVEL')
      .choices(logLevels)
      .default(defaultLevel),
  ]
}

/** Reads a secret, as `openssl rand -base64 32` makes one; white space around it does not count. */
function secretFile(path: string): Buffer {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new InvalidArgumentError(`The file cannot be read (${errnoOf(error)}).`)
  }
  const secret = Buffer.from(text.trim())
  if (secret.length < minSecretBytes) {
    throw new InvalidArgumentError(
      `Expected a secret of at least ${minSecretBytes} characters, as \`openssl rand -base64 32\` makes one, found ${secret.length}.`,
    )
  }
  return secret
}

const namedNetworks = ['loopback', 'linklocal', 'uniquelocal']

/** Reads addresses and networks such as `10.0.0.7,192.168.0.0/16,loopback`. */
function proxies(text: string): string[] {
  return text.split(',').map((given) => {
    const [address = '', length, ...more] = given.trim().split('/')
    const bits = isIPv4(address) ? 32 : isIPv6(address) ? 128 : 0
    const isNetwork = bits > 0 && (length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= bits))
    if (!namedNetworks.includes(given.trim()) && (!isNetwork || more.length > 0)) {
      throw new InvalidArgumentError(
        `Expected addresses or networks such as 10.0.0.0/8, or ${namedNetworks.join(', ')}.`,
      )
    }
    return given.trim()
  })
}

/** Reads origins such as `https://example.org,https://example.com`. */
function origins(text: string): string[] {
  return text.split(',').map((given) => {
    const origin = given.trim()
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw new InvalidArgumentError('Expected origins such as https://example.org, parted by commas.')
    }
    return origin
  })
}

export function lifetimesOf({ sessionIdle, sessionMax }: ServingOptions): Lifetimes {
  return { idleMs: sessionIdle * 60_000, maxAgeMs: sessionMax * 60_000 }
}
