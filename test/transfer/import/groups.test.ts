import { describe, expect, test } from 'vitest'
import { insertGroup } from '../../../src/store/queries/session-groups.ts'
import { sessionsOfEvent } from '../../../src/store/queries/sessions.ts'
import { importSessions } from '../../../src/transfer/import/index.ts'
import { badRows, contents, here, request, useStore } from './store.ts'

const engine = useStore()
const run = (text: string, given = {}) => importSessions(engine(), request(text, given))

describe('groups', () => {
  const grouped = async () => (await engine().all(sessionsOfEvent, here)).map((row) => [row.id, row.group_id])

  test('are made once each, by id or by name, in any order', async () => {
    await run(
      'id,name,SessionGroupId,SessionGroup,SingleSelect\n1,A,,Tracks,\n2,B,1,,\n3,C,,tracks,yes\n4,D,2,Tracks,\n5,E,,Other,no\n',
    )
    expect(await grouped()).toEqual([
      [1, 2],
      [2, 1],
      [3, 2],
      [4, 2],
      [5, 3],
    ])
    expect((await contents(engine())).groups).toEqual([
      { id: 1, name: 'Group 1', single_select: 0 },
      { id: 2, name: 'Tracks', single_select: 1 },
      { id: 3, name: 'Other', single_select: 0 },
    ])
  })

  test('that exist are joined, and not changed', async () => {
    await run('id,name\n1,A\n')
    await engine().write(async (t) => t.run(insertGroup, { ...here, id: 5, name: 'Workshops', singleSelect: 1 }))
    await run('id,name,group,SingleSelect\n2,B,workshops,\n3,C,WORKSHOPS,1\n')
    expect(await grouped()).toEqual([
      [1, null],
      [2, 5],
      [3, 5],
    ])
    const outcome = await run('id,name,group_id,group,SingleSelect\n4,D,5,Talks,\n5,E,,Workshops,no\n6,F,5,,false\n')
    expect(badRows(outcome)).toEqual([
      '2 group: the group 5 is called "Workshops"',
      '3 SingleSelect: the group Workshops has it true',
      '4 SingleSelect: the group Workshops has it true',
    ])
    expect((await contents(engine())).groups).toEqual([{ id: 5, name: 'Workshops', single_select: 1 }])
  })

  test('about which rows disagree are bad, and so is a name that several bear', async () => {
    expect(badRows(await run('id,name,group,SingleSelect\n1,A,G,1\n2,B,G,0\n'))).toEqual([
      '3 SingleSelect: the group G has it true',
    ])
    expect(badRows(await run('id,name,SessionGroupId,SessionGroup\n1,A,1,G\n2,B,2,G\n3,C,,G\n'))).toEqual([
      '4 SessionGroup: several groups are called "G"; give the SessionGroupId',
    ])
  })
})
