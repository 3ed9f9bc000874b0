import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { freshDirectory, program, run } from '../support/program.ts'
import { defaultOf, read, rejectedSettings } from './deployment.ts'
import { unitEnvironment, unitSettings } from './unit-file.ts'

describe('the systemd unit', () => {
  const settings = unitSettings()
  const setting = (name: string) => settings.get(name)?.at(-1) ?? ''

  test.skipIf(spawnSync('systemd-analyze', ['--version']).error)('passes systemd-analyze verify', () => {
    const path = join(freshDirectory(), 'lectern.service')
    const text = read('deploy/lectern.service')
    writeFileSync(path, text.replace('ExecStart=lectern', `ExecStart=${process.execPath} ${program}`))
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })

  test('finds the program on the path, wherever npm installed it', () => {
    expect(settings.get('ExecStart')).toEqual(['lectern serve'])
  })

  test('sets only settings that the program reads, to values that it accepts', () => {
    expect(rejectedSettings(unitEnvironment())).toEqual([])
  })

  test('trusts the proxy of the shipped Caddyfile, which forwards to the port that the program listens on', () => {
    expect(unitEnvironment().LECTERN_TRUST_PROXY).toBe('loopback')
    const address = `${defaultOf('host')}:${defaultOf('port')}`
    expect(read('deploy/Caddyfile')).toContain(`reverse_proxy ${address} {`)
    expect(read('deploy/Caddyfile')).toContain('health_uri /health/ready')
  })

  test('keeps the database in a state directory that only its user can open', () => {
    const path = unitEnvironment().LECTERN_DATABASE_URL?.slice('sqlite:'.length) ?? ''
    expect(dirname(path)).toBe(`/var/lib/${setting('StateDirectory')}`)
    expect(setting('StateDirectoryMode')).toBe('0700')
    expect(setting('UMask')).toBe('0077')
  })

  test('is started again after every exit but that for a wrong setting', async () => {
    expect(setting('Restart')).toBe('always')
    expect(setting('StartLimitIntervalSec')).toBe('0')
    const wrong = await run(['serve'], { env: { LECTERN_PORT: 'http' } })
    expect(setting('RestartPreventExitStatus')).toBe(String(wrong.code))
  })

  test('gives the heap less memory than the service may use, and allows V8 to compile', () => {
    const heap = Number(/--max-old-space-size=(\d+)/.exec(unitEnvironment().NODE_OPTIONS ?? '')?.[1])
    expect(setting('MemoryMax')).toBe('1G')
    expect(heap).toBeLessThanOrEqual(1_024 * 0.8)
    expect(settings.has('MemoryDenyWriteExecute')).toBe(false)
  })

  test('runs commands of lectern-admin as the same user, with the same settings, on the same database', () => {
    const properties = new Map<string, string>()
    for (const [, name = '', value = ''] of read('deploy/lectern-admin').matchAll(/--property=(\w+)=(\S+)/g)) {
      properties.set(name, value)
    }
    for (const name of [
      'DynamicUser',
      'User',
      'StateDirectory',
      'StateDirectoryMode',
      'WorkingDirectory',
      'UMask',
      'EnvironmentFile',
    ]) {
      expect([name, properties.get(name)]).toEqual([name, setting(name)])
    }
    expect(properties.get('Environment')).toBe(`LECTERN_DATABASE_URL=${unitEnvironment().LECTERN_DATABASE_URL}`)
  })
})
