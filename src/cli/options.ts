import { InvalidArgumentError, Option } from 'commander'
import { defaultLifetimes, type Lifetimes } from '../accounts/sign-ins.ts'
import { type LogLevel, logLevels } from '../log-levels.ts'

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
export function lineOfText(text: string): string {
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

function portOption(): Option {
  return new Option('--port <number>', 'the port to listen on; 0 picks a free one')
    .env('LECTERN_PORT')
    .argParser(wholeNumber(0, 65_535))
    .default(8080)
}

function hostOption(): Option {
  return new Option('--host <address>', 'the address to listen on')
    .env('LECTERN_HOST')
    .argParser(hostName)
    .default('127.0.0.1')
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

/** The settings of a server besides what it serves. */
export interface ServingOptions {
  readonly port: number
  readonly host: string
  readonly bodyLimit: number
  readonly sessionIdle: number
  readonly sessionMax: number
  readonly corsOrigins: readonly string[]
  readonly cacheSize: number
  readonly console: boolean
  readonly logLevel: LogLevel
}

export function servingOptions(defaultLevel: LogLevel): Option[] {
  return [
    portOption(),
    hostOption(),
    new Option('--body-limit <bytes>', 'the largest body taken')
      .env('LECTERN_BODY_LIMIT')
      .argParser(wholeNumber(1_024, 1_073_741_824))
      .default(1_048_576),
    new Option('--session-idle <minutes>', 'a sign-in session ends when it was not used for so long')
      .env('LECTERN_SESSION_IDLE')
      .argParser(wholeNumber(1, 525_600))
      .default(defaultLifetimes.idle / 60_000),
    new Option('--session-max <minutes>', 'and at the latest so long after it began')
      .env('LECTERN_SESSION_MAX')
      .argParser(wholeNumber(1, 525_600))
      .default(defaultLifetimes.longest / 60_000),
    new Option('--cors-origins <list>', 'origins whose scripts may call, parted by commas')
      .env('LECTERN_CORS_ORIGINS')
      .argParser(origins)
      .default([], 'none'),
    new Option('--cache-size <megabytes>', 'memory for answers that are kept to be given again; 0: none are')
      .env('LECTERN_CACHE_SIZE')
      .argParser(wholeNumber(0, 65_536))
      .default(16),
    consoleOption(),
    new Option('--log-level <level>', 'what is logged, to stderr')
      .env('LECTERN_LOG_LEVEL')
      .choices(logLevels)
      .default(defaultLevel),
  ]
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
  return { idle: sessionIdle * 60_000, longest: sessionMax * 60_000 }
}
