import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { getHeapStatistics } from 'node:v8'
import { guardCallback } from '../../runtime/guard.ts'
import type { ServingOptions } from '../options.ts'
import { type Check, ok, problem, warning } from './check.ts'

const oldestNode = 20
/** Files besides connections: the database, libraries, the log. */
const otherFiles = 64

/** Whether the machine, and this user on it, are fit to serve. */
export async function checkMachine(options: ServingOptions): Promise<Check[]> {
  return [checkNode(), checkUser(), checkMemory(), ...checkFiles(options), checkTls(options), await checkPort(options)]
}

function checkNode(): Check {
  const major = Number(process.versions.node.split('.')[0])
  const found = `Node.js ${process.versions.node}`
  return major >= oldestNode ? ok('node', found) : problem('node', found, `Install Node.js ${oldestNode} or newer.`)
}

function checkUser(): Check {
  if (process.getuid?.() !== 0) return ok('user', `runs as user ${process.getuid?.() ?? 'of the system'}`)
  return warning(
    'user',
    'runs as root',
    'Run it as a user of its own: deploy/lectern.service and deploy/Dockerfile do.',
  )
}

function checkMemory(): Check {
  const heap = Math.round(getHeapStatistics().heap_size_limit / 1e6)
  const limit = process.constrainedMemory?.() ?? 0
  const isLimited = limit > 0 && limit < Number.MAX_SAFE_INTEGER / 2
  const found = `objects may take ${heap} MB${isLimited ? `, the process ${Math.round(limit / 1e6)} MB` : ''}`
  if (!isLimited || heap * 1e6 < limit) return ok('memory', found)
  const most = Math.floor((limit / 1e6) * 0.75)
  return warning(
    'memory',
    found,
    `Set NODE_OPTIONS=--max-old-space-size=${most}, so that Node.js collects before it is ended.`,
  )
}

/** The most files that the process may have open; null where the system does not tell. */
function mostFiles(): number | null {
  try {
    const found = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
    return found === undefined ? null : Number(found)
  } catch {
    return null
  }
}

function checkFiles({ connectionLimit }: ServingOptions): Check[] {
  const most = mostFiles()
  if (most === null) return []
  const found = `${most} files may be open, for ${connectionLimit} connections`
  if (most >= connectionLimit + otherFiles) return [ok('files', found)]
  const mend = `Raise the limit (ulimit -n, LimitNOFILE) over ${connectionLimit + otherFiles}, or lower --connection-limit.`
  return [warning('files', found, mend)]
}

function checkTls({ host, trustProxy }: ServingOptions): Check {
  const isLocal = /^(127\.|::1$|localhost$)/.test(host)
  if (trustProxy.length > 0) return ok('network', `listens on ${host}, behind the proxies ${trustProxy.join(', ')}`)
  if (isLocal) return ok('network', `listens on ${host}, for this machine alone`)
  const mend = 'Put a proxy before it that ends TLS, and name it by --trust-proxy: keys must not travel in the clear.'
  return warning('network', `listens on ${host}, with no proxy that is trusted`, mend)
}

async function checkPort({ host, port }: ServingOptions): Promise<Check> {
  const code = await new Promise<string | null>((resolve) => {
    const server = createServer()
    server.once(
      'error',
      guardCallback('server-error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown')),
    )
    server.listen(port, host, () => server.close(() => resolve(null)))
  })
  if (code === null) return ok('port', port === 0 ? 'any that is free' : `${port} is free`)
  if (code === 'EADDRINUSE') {
    return warning('port', `${port} is in use`, 'That is well where Lectern runs already; else choose another --port.')
  }
  return problem(
    'port',
    `${host}:${port} cannot be listened on: the system says ${code}`,
    'Choose another --host or --port.',
  )
}
