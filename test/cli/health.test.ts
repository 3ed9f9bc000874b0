import { expect, test } from 'vitest'
import { exitCodes } from '../../src/cli/exit.ts'
import { freshDatabase, lectern, run } from '../support/program.ts'
import { freePort, startServe } from '../support/servers.ts'

test('health exits with 0 while a server is ready, and with 1 once it is gone', async () => {
  const server = await startServe(['--database', freshDatabase()])
  const port = new URL(server.url).port
  expect(await run(['health', '--port', port])).toMatchObject({ code: exitCodes.done, stdout: 'Ready.\n', stderr: '' })
  await server.stop()
  const gone = await run(['health', '--port', port])
  expect(gone).toMatchObject({ code: exitCodes.refused, stdout: '' })
  expect(gone.stderr).toContain(`127.0.0.1:${port}/health/ready does not respond`)
})

test('health asks a server that listens on every address on loopback', async () => {
  const server = await startServe(['--database', freshDatabase(), '--host', '0.0.0.0'])
  const env = { LECTERN_HOST: '0.0.0.0', LECTERN_PORT: new URL(server.url).port }
  expect(await run(['health'], { env })).toMatchObject({ code: exitCodes.done })
  await server.stop()
})

test.runIf(process.platform === 'linux').each([
  { form: 'two words', options: (port: number) => ['--trust-proxy', 'uniquelocal', '--port', `${port}`] },
  { form: 'one word', options: (port: number) => [`--port=${port}`, '--no-console'] },
])(
  'health finds the port on the command line of the server, given in $form, whatever LECTERN_PORT says',
  async ({ options }) => {
    const port = await freePort()
    const server = lectern(['serve', '--database', freshDatabase(), ...options(port)])
    await server.firstLine('stderr')
    const env = { LECTERN_PORT: '1' }
    expect(await run(['health', '--process', `${server.child.pid}`], { env })).toMatchObject({
      code: exitCodes.done,
      stderr: '',
    })
    await server.stop()
  },
)

test.runIf(process.platform === 'linux')(
  'health leaves to LECTERN_PORT what the command line of the server does not say',
  async () => {
    const env = { LECTERN_PORT: String(await freePort()) }
    const server = lectern(['serve', '--database', freshDatabase()], { env })
    await server.firstLine('stderr')
    expect(await run(['health', '--process', `${server.child.pid}`], { env })).toMatchObject({ code: exitCodes.done })
    await server.stop()
  },
)

test('health rejects a process that is not a server', async () => {
  const { code, stderr } = await run(['health', '--process', `${process.pid}`])
  expect({ code, stderr }).toEqual({
    code: exitCodes.refused,
    stderr: `lectern: Process ${process.pid} does not run "lectern serve".\n`,
  })
})
