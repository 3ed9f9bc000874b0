import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { basic, call } from '../support/http-server.ts'
import { freshDirectory, type Running, startShell } from '../support/program.ts'
import { assignmentsIn, type DemoLine, rowsOf } from '../support/servers.ts'

const disk = freshDirectory()
const outside = freshDirectory()

/** A shell with a small disk of its own at `disk`. What it cannot mount, for lack of rights, cannot be tested. */
let small: Running
let mounted: boolean

beforeAll(async () => {
  small = startShell(`unshare -rm bash -c 'mount -t tmpfs -o size=2m tmpfs ${disk} && bash'`)
  small.child.stdin.write('echo "<0>"\n')
  mounted = await small.written('stdout', '<0>\n').then(
    () => true,
    () => false,
  )
})
afterAll(async () => {
  small.child.stdin.end()
  await small.ended
})

let lines = 0

/** Does a line in that shell. @returns what it wrote */
async function shell(line: string): Promise<string> {
  const mark = `<${++lines}>`
  small.child.stdin.write(`${line}\necho '${mark}'\n`)
  const before = `<${lines - 1}>\n`
  return (await small.written('stdout', `${mark}\n`)).split(before).at(-1)?.split(mark, 1).join().trim() ?? ''
}

const full = (path: string) =>
  `lectern: The database sqlite:${path} has no room: the disk is full; nothing of the change was kept.`
const fill = `dd if=/dev/zero of=${disk}/filler bs=1k 2>/dev/null`

describe('a full disk', () => {
  test('keeps an import out as a whole, and takes it once there is room', async (context) => {
    if (!mounted) context.skip('a small disk cannot be mounted here')
    const path = join(disk, 'import.db')
    const csv = join(outside, 'sessions.csv')
    const rows = Array.from({ length: 2_000 }, (_, i) => `${i + 1},${'Session '.repeat(40)}\n`)
    writeFileSync(csv, `SessionId,Name\n${rows.join('')}`)
    expect(await shell(`lectern client add --id 5 --name Society --database sqlite:${path}`)).toMatch(/^Added/)
    const into = `--client 5 --event 1 --event-name A --time-zone UTC --database sqlite:${path} ${csv}`
    expect(await shell(`lectern import sessions ${into} 2>&1; echo $?`)).toBe(`${full(path)}\n3`)

    const copy = join(outside, 'import.db')
    await shell(`cp ${path}* ${outside}`)
    for (const table of ['event', 'session']) expect(rowsOf(copy, `select * from ${table}`)).toEqual([])
    expect(rowsOf(copy, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
    expect(await shell(`mount -o remount,size=16m ${disk}; lectern import sessions ${into}; echo $?`)).toBe(
      'Added 2000 sessions.\n0',
    )
    await shell(`rm ${path}*; mount -o remount,size=2m ${disk}`)
  })

  test('makes no database by halves', async (context) => {
    if (!mounted) context.skip('a small disk cannot be mounted here')
    const path = join(disk, 'fresh.db')
    const add = `lectern client add --id 5 --name Society --database sqlite:${path}`
    // Room for the file, but not for all of its tables; the size is that of the whole disk.
    for (const size of ['40k', '64k', '96k', '128k', '160k']) {
      await shell(`mount -o remount,size=${size} ${disk}`)
      expect({ size, end: await shell(`${add} 2>&1; echo $?`) }).toEqual({ size, end: `${full(path)}\n3` })
    }
    await shell(`mount -o remount,size=2m ${disk}`)
    expect(await shell(`${add}; echo $?`)).toBe('Added client 5, Society.\n0')
    await shell(`rm ${path}*`)
  })

  test('refuses assignments while it serves, keeps those it answered, and goes on once there is room', async (context) => {
    if (!mounted) context.skip('a small disk cannot be mounted here')
    const line = await shell(
      `coproc lectern demo --json --port 0 --data ${disk}; read -r line <&"\${COPROC[0]}"; echo "$line"`,
    )
    const facts: DemoLine = JSON.parse(line)
    const url = `${facts.url}/Ams/${facts.clientId}/Event/${facts.eventId}/EventRegistrationSessions`
    const assigned: string[] = []
    const assign = async (RegistrationID: string) => {
      const answer = await call('POST', url, { RegistrationID, SessionIds: [3214] }, basic(facts.key))
      if (answer.status === 200) assigned.push(`${RegistrationID} 3214`)
      return answer
    }
    const ids = facts.registrations.map((registration) => registration.RegistrationID)
    await assign(ids.shift() ?? '')
    await shell(fill)
    let refused = await assign(ids.shift() ?? '')
    while (refused.status === 200) refused = await assign(ids.shift() ?? '')
    expect(refused.status).toBeGreaterThanOrEqual(500)
    expect(refused.json.ResponseStatus.Message).not.toMatch(/SQL|database/)
    await shell(`rm ${disk}/filler`)
    expect((await assign(ids.shift() ?? '')).status).toBe(200)

    expect(await shell('pid=$COPROC_PID; kill $pid; wait $pid; echo $?')).toBe('0')
    await shell(`cp ${disk}/lectern.db* ${outside}`)
    expect(assignmentsIn(outside)).toEqual(assigned.sort())
    expect(rowsOf(outside, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
  })
})
