import { afterEach, expect, test } from 'vitest'
import { StoreError } from '../../src/store/errors.ts'
import { call, startTestServer, type TestServer } from '../support/http-server.ts'

let server: TestServer
afterEach(() => server.stop())

test('says that the process runs and can serve, to everybody, by GET and HEAD', async () => {
  server = await startTestServer()
  const live = await call('GET', `${server.url}/health/live`)
  expect([live.status, live.text]).toEqual([200, '{"live":true}'])
  const ready = await call('GET', `${server.url}/health/ready`, undefined, { accept: 'text/html' })
  expect([ready.status, ready.text, ready.headers.get('cache-control')]).toEqual([200, '{"ready":true}', 'no-store'])
  expect((await call('HEAD', `${server.url}/health/ready`)).status).toBe(200)
})

test('is not ready while the database does not answer, and runs all the same', async () => {
  let isDown = false
  server = await startTestServer(
    {},
    {
      between: (engine) => ({
        all: (statement, args) => engine.all(statement, args),
        first: (statement, args) => {
          if (isDown) throw new StoreError('unreachable', 'postgres://elsewhere/lectern', new Error('secret'))
          return engine.first(statement, args)
        },
        write: (work) => engine.write(work),
        flush: () => engine.flush(),
        close: () => engine.close(),
        changeNotifier: engine.changeNotifier,
      }),
    },
  )
  isDown = true
  const ready = await call('GET', `${server.url}/health/ready`)
  expect([ready.status, ready.text, ready.headers.get('retry-after')]).toEqual([
    503,
    '{"ready":false,"reason":"database unreachable"}',
    '1',
  ])
  expect((await call('GET', `${server.url}/health/live`)).status).toBe(200)
  isDown = false
  expect((await call('GET', `${server.url}/health/ready`)).status).toBe(200)
})
