import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { call } from '../support/http-server.ts'
import { describeWithPostgres } from '../support/postgres/with-postgres.ts'
import { logged } from '../support/server-log.ts'
import { freePort, startServe } from '../support/servers.ts'

await describeWithPostgres('the metrics of several workers', {}, (postgres) => {
  const start = async () => {
    const port = await freePort()
    const env = { LECTERN_DATABASE_URL: await postgres.fresh() }
    const server = await startServe(['--workers', '2', '--metrics-port', String(port)], { env })
    const ping = () => call('GET', `${server.url}/Ams/1/EventIDs`)
    const scrape = () => call('GET', `http://127.0.0.1:${port}/metrics`)
    const counted = async () => countOf((await scrape()).text)
    const workers = () =>
      readFileSync(`/proc/${server.child.pid}/task/${server.child.pid}/children`, 'utf8').trim().split(' ').map(Number)
    return { server, ping, scrape, counted, workers }
  }

  describe('count calls', () => {
    test('of a worker that was killed, and after a reload, so that no counter goes back', async () => {
      const { server, ping, counted, workers } = await start()
      await Promise.all(Array.from({ length: 40 }, ping))
      expect(await counted()).toBe(40)
      const [victim = 0] = workers()
      process.kill(victim, 'SIGKILL')
      await expect.poll(workers).not.toContain(victim)
      expect(await counted()).toBe(40)
      await expect.poll(() => workers().length).toBe(2)
      server.child.kill('SIGHUP')
      await logged(server, 'workers replaced')
      expect(await counted()).toBe(40)
      expect(await server.stop()).toMatchObject({ code: 0 })
    })

    test('of a worker that is frozen, as of its last answer, and the scrape succeeds', async () => {
      const { server, ping, scrape, counted, workers } = await start()
      await Promise.all(Array.from({ length: 20 }, ping))
      expect(await counted()).toBe(20)
      const [frozen = 0] = workers()
      process.kill(frozen, 'SIGSTOP')
      const { status, text } = await scrape()
      expect([status, countOf(text)]).toEqual([200, 20])
      process.kill(frozen, 'SIGCONT')
      expect(await server.stop()).toMatchObject({ code: 0 })
    })
  })
})

function countOf(text: string): number {
  const counts = text.matchAll(/^lectern_request_duration_seconds_count\{.*\} (\d+)$/gm)
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0)
}
