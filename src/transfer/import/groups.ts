import type { BadRows } from './report.ts'
import type { GroupNamed, SessionRow } from './session-row.ts'

/** A group of the event: in the store, or to be made. */
export interface Group {
  readonly id: number
  /** Null, here and below, where nothing has said it yet. */
  name: string | null
  singleSelect: boolean | null
  readonly isNew: boolean
}

/** The groups of an event, and the claims that the rows of a file make about them. */
export class Groups {
  readonly #byId = new Map<number, Group>()
  readonly #byName = new Map<string, Group[]>()
  readonly #bad: BadRows
  #next = 1

  constructor(stored: readonly { id: number; name: string; single_select: number }[], bad: BadRows) {
    this.#bad = bad
    for (const { id, name, single_select } of stored) {
      const group: Group = { id, name: null, singleSelect: single_select === 1, isNew: false }
      this.#byId.set(id, group)
      this.#called(group, name)
    }
  }

  /**
   * Finds the group of each row, making those that are missing. Rows that give an id come first, so that a name alone
   * finds the group that another row of the file gives both.
   */
  of(rows: readonly SessionRow[]): ReadonlyMap<SessionRow, Group> {
    const groups = new Map<SessionRow, Group>()
    const join = (row: SessionRow, named: GroupNamed, group: Group | null) => {
      if (!group) return
      this.#agree(row.line, named, group)
      groups.set(row, group)
    }
    for (const row of rows)
      if (row.group?.id) join(row, row.group, this.#byId.get(row.group.id) ?? this.#make(row.group.id))
    for (const row of rows) if (row.group?.id === null) join(row, row.group, this.#byNameOf(row.line, row.group))
    return groups
  }

  get made(): Group[] {
    return [...this.#byId.values()].filter((group) => group.isNew)
  }

  /** What a row says of its group is true from then on, and nothing may gainsay what was true. */
  #agree(line: number, { name, singleSelect }: GroupNamed, group: Group): void {
    if (name !== null && group.name === null) this.#called(group, name)
    else if (name !== null && group.name !== null && key(name) !== key(group.name)) {
      const reason = `the group ${group.id} is called ${JSON.stringify(group.name)}`
      this.#bad.add({ line, column: 'SessionGroup', reason })
    }
    group.singleSelect ??= singleSelect
    if (singleSelect !== null && singleSelect !== group.singleSelect) {
      const reason = `the group ${group.name ?? group.id} has it ${group.singleSelect}`
      this.#bad.add({ line, column: 'SingleSelect', reason })
    }
  }

  #byNameOf(line: number, { name }: GroupNamed): Group | null {
    const [found, other] = this.#byName.get(key(name ?? '')) ?? []
    if (!other) return found ?? this.#make(this.#freeId())
    const reason = `several groups are called ${JSON.stringify(name)}; give the SessionGroupId`
    this.#bad.add({ line, column: 'SessionGroup', reason })
    return null
  }

  #make(id: number): Group {
    const group: Group = { id, name: null, singleSelect: null, isNew: true }
    this.#byId.set(id, group)
    return group
  }

  #freeId(): number {
    while (this.#byId.has(this.#next)) this.#next++
    return this.#next
  }

  #called(group: Group, name: string): void {
    group.name = name
    this.#byName.set(key(name), [...(this.#byName.get(key(name)) ?? []), group])
  }
}

function key(name: string): string {
  return name.toLowerCase()
}
