import { readFileSync } from 'node:fs'
import { isIPv6 } from 'node:net'
import { Command } from 'commander'
import { print } from './command.ts'
import { CommandError, errnoOf, exitCodes } from './exit.ts'
import { hostOption, portOption, wholeNumber } from './options.ts'

/** How long a server may take to respond, in milliseconds. */
const timeoutMs = 2_000
/** The longest reason that is printed, in characters. */
const maxReasonLength = 500

interface ServerAddress {
  readonly host: string
  readonly port: number
}

export function healthCommand(): Command {
  return new Command('health')
    .description('check that a running server is ready; exits with 1 if it is not')
    .addOption(portOption('the port of the server'))
    .addOption(hostOption('the address of the server'))
    .option(
      '--process <pid>',
      'take --port and --host from the command line of this process (Linux)',
      wholeNumber(1, 2_147_483_647),
    )
    .addHelpText('after', '\nExample:\n  $ lectern health --port 8080')
    .action(async ({ process: pid, ...given }: ServerAddress & { readonly process?: number }) => {
      const url = readinessUrl(pid === undefined ? given : { ...given, ...addressOfProcess(pid) })
      const response = await ask(url)
      if (!response.ok) throw new CommandError(`${url} responded with ${response.status}: ${await reasonOf(response)}`)
      print('Ready.')
    })
}

/** Returns what the command line of a server's process says of its address; other settings are left to the environment. */
function addressOfProcess(pid: number): Partial<ServerAddress> {
  const words = commandLineOf(pid)
  const start = words.findIndex((word) => word === 'serve' || word === 'demo')
  if (start < 0) throw new CommandError(`Process ${pid} does not run "lectern serve".`)
  const command = new Command()
    .allowUnknownOption()
    .allowExcessArguments()
    .exitOverride()
    .addOption(portOption('').env('').default(undefined))
    .addOption(hostOption('').env('').default(undefined))
  return command.parse(words.slice(start + 1), { from: 'user' }).opts<Partial<ServerAddress>>()
}

function commandLineOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch (error) {
    throw new CommandError(`Cannot read the command line of process ${pid} (${errnoOf(error)}).`)
  }
}

/** Returns the URL of the readiness check; a server that listens on every address is asked on loopback. */
function readinessUrl({ host, port }: ServerAddress): string {
  if (port === 0)
    throw new CommandError('Port 0 stands for any free port: set --port to the actual one.', exitCodes.usage)
  const address = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${isIPv6(address) ? `[${address}]` : address}:${port}/health/ready`
}

async function ask(url: string): Promise<Response> {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error
    const reason = cause instanceof Error ? cause.message || errnoOf(cause) : String(cause)
    throw new CommandError(`${url} does not respond: ${reason}`)
  }
}

async function reasonOf(response: Response): Promise<string> {
  return (await response.text()).trim().slice(0, maxReasonLength)
}
