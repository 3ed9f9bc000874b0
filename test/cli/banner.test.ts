import { beforeAll, describe, expect, test } from 'vitest'
import type { Body } from '../support/http-server.ts'
import { freshDirectory, lectern, type Running, shell } from '../support/program.ts'
import { assignmentsIn, rowsOf } from '../support/servers.ts'

const directory = freshDirectory()
let demo: Running
let banner: string

beforeAll(async () => {
  demo = lectern(['demo', '--port', '0', '--data', directory])
  banner = await demo.written('stdout', 'Stop it with Ctrl-C.\n')
})

/** The line under the heading that begins so, and the number of the session that the heading is about. */
function told(heading: string): { readonly line: string; readonly session: number } {
  const lines = banner.split('\n')
  const at = lines.findIndex((line) => line.startsWith(heading))
  return { line: lines[at + 1]?.trim() ?? '', session: Number(/session (\d+)/.exec(lines[at] ?? '')?.[1]) }
}

interface Pasted {
  readonly status: number
  readonly text: string
  readonly json: Body
}

/** Pastes a line into a shell, whose curl writes the status after each answer. */
async function paste(line: string): Promise<Pasted[]> {
  const end = await shell(`curl() { command curl "$@" -w '\\n%{http_code}\\n'; }\n${line}`)
  expect(end).toMatchObject({ code: 0, stderr: '' })
  const lines = end.stdout.trimEnd().split('\n')
  return lines.flatMap((text, index) =>
    index % 2 === 1
      ? []
      : { text, status: Number(lines[index + 1]), json: text.startsWith('{"') ? JSON.parse(text) : {} },
  )
}

describe('every line of the banner, pasted into a shell', () => {
  test('signs in', async () => {
    const { line } = told('Sign in')
    const [answer, ...more] = await paste(line)
    expect(answer).toMatchObject({ status: 200, json: { ClientID: 1000, SessionId: expect.any(String) } })
    expect(more).toEqual([])
    const assign = told('Assign').line.replace(/-u '\S+'/, `-H 'X-SS-ID: ${answer?.json.SessionId}'`)
    expect(assign).toContain('X-SS-ID')
    expect(await paste(assign)).toMatchObject([{ status: 200 }])
    expect(await paste(told('Remove').line)).toMatchObject([{ status: 200 }])
  })

  test('assigns, is refused an overlap, and removes', async () => {
    const { line, session } = told('Assign')
    expect(await paste(line)).toMatchObject([{ status: 200, json: { SessionIds: [session] } }])
    const [held] = assignmentsIn(directory)
    expect(held?.split(' ')[1]).toBe(String(session))

    const [refused] = await paste(told('Be refused').line)
    expect(refused).toMatchObject({ status: 409, json: { ResponseStatus: { ErrorCode: 'SessionOverlap' } } })
    expect(assignmentsIn(directory)).toEqual([held])

    expect(await paste(told('Remove').line)).toMatchObject([{ status: 200, json: { SessionIds: [] } }])
    expect(assignmentsIn(directory)).toEqual([])
  })

  test('fills the smallest session to its last place', async () => {
    const { line, session } = told('Fill')
    const answers = await paste(line)
    const places = answers.length - 1
    expect(rowsOf(directory, `select taken, max_registrants as places from session where id = ${session}`)).toEqual([
      { taken: places, places },
    ])
    expect(answers.slice(0, places).map((answer) => answer.status)).toEqual(Array(places).fill(200))
    expect(answers[places]).toMatchObject({ status: 409, json: { ResponseStatus: { ErrorCode: 'SessionFull' } } })
    expect(assignmentsIn(directory)).toHaveLength(places)
  })

  test('does the same in JSV', async () => {
    const before = assignmentsIn(directory)
    const [answer] = await paste(told('The same in JSV').line)
    expect(answer).toMatchObject({ status: 200, text: expect.stringMatching(/^\{ClientID:1000,EventID:2025,/) })
    expect(assignmentsIn(directory)).toHaveLength(before.length + 1)
  })

  test('and there is no other line to paste', () => {
    const lines = banner.split('\n').filter((line) => /\bcurl\b/.test(line))
    expect(lines).toHaveLength(6)
  })
})

test('Ctrl-C ends it', async () => {
  expect(await demo.stop('SIGINT')).toMatchObject({ code: 0, signal: null, stderr: '' })
})
