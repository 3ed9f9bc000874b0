import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call } from '../support/http-server.ts'
import { type Cluster, startCluster } from '../support/postgres/cluster.ts'
import { databasesOf } from '../support/postgres/databases.ts'
import type { Running } from '../support/program.ts'
import { linesOf, logged } from '../support/server-log.ts'
import { freePort, startServe } from '../support/servers.ts'

type Server = Running & { readonly url: string }

describe('workers that are killed', () => {
  let cluster: Cluster
  let env: Record<string, string>
  beforeAll(async () => {
    cluster = await startCluster()
    env = { LECTERN_DATABASE_URL: await databasesOf(cluster.url).fresh() }
  }, 120_000)
  afterAll(() => cluster.stop())

  // Where all workers are gone, the next ones are to listen at the same port.
  const start = async () => startServe(['--workers', '2', '--port', String(await freePort())], { env })

  /** Ends a server in order. @returns what it logged */
  const stop = async (server: Server) => {
    const { code, signal, stderr } = await server.stop()
    expect({ code, signal }).toEqual({ code: 0, signal: null })
    return linesOf(stderr)
  }
  const reload = async (server: Server, times: number) => {
    server.child.kill('SIGHUP')
    await logged(server, 'workers replaced', times)
  }

  test('while their replacements start leave as many workers as were asked for, and the reload ends', async () => {
    const server = await start()
    const [old] = childrenOf(server)
    server.child.kill('SIGHUP')
    await newChild(server)
    kill(old)
    await logged(server, 'workers replaced')
    await until(() => childrenOf(server).length === 2)
    await reload(server, 2)
    await until(() => childrenOf(server).length === 2)
    await stop(server)
  })

  test('while they start as replacements are started again, and the reload ends', async () => {
    const server = await start()
    const old = childrenOf(server)
    server.child.kill('SIGHUP')
    kill(await newChild(server))
    await logged(server, 'workers replaced')
    await until(() => childrenOf(server).length === 2)
    expect(childrenOf(server).filter((pid) => old.includes(pid))).toEqual([])
    await stop(server)
  })

  test('while the database is away are started again until it is back, and a reload leaves the old ones in place', async () => {
    const server = await start()
    const old = childrenOf(server)
    await cluster.kill()
    try {
      server.child.kill('SIGHUP')
      await logged(server, 'reload failed')
      expect(childrenOf(server)).toEqual(old)
      kill(old[0])
      await logged(server, 'a worker ended', 5)
      kill(old[1])
      await logged(server, 'a worker ended', 9)
    } finally {
      await cluster.start()
    }
    await until(async () => (await isReady(server)) && childrenOf(server).length === 2)
    await reload(server, 1)
    const lines = await stop(server)
    expect(lines.filter(({ msg }) => msg.includes('cannot be reached')).length).toBeGreaterThan(0)
  }, 120_000)
})

function childrenOf({ child }: Server): number[] {
  return readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
    .split(' ')
    .filter((pid) => pid !== '')
    .map(Number)
}

/** The worker that is started next. */
async function newChild(server: Server): Promise<number | undefined> {
  const before = childrenOf(server)
  const added = () => childrenOf(server).find((pid) => !before.includes(pid))
  await until(() => added() !== undefined)
  return added()
}

function kill(pid: number | undefined): void {
  if (pid === undefined) throw new Error('There is no such worker')
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It has just ended by itself, which is the same to its supervisor.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

async function isReady({ url }: Server): Promise<boolean> {
  const answer = await call('GET', `${url}/health/ready`).catch(() => null)
  return answer?.status === 200
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await setTimeout(20)
}
