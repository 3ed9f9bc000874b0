/** A talk of a schedule, each member as the file has it; empty where it has none. */
export interface ScheduleEntry {
  /** Of the file; null where that is not known. */
  readonly line: number | null
  /** Where in the file it is, in the words of its format; null where the line says it. */
  readonly place: string | null
  readonly id: string
  readonly title: string
  readonly date: string
  readonly duration: string
  readonly room: string
  readonly capacity: string
  readonly track: string
  readonly type: string
  readonly persons: readonly string[]
}
