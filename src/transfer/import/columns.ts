/** The columns of a file by field: the names a header may give each, besides the field's own. */
export type Columns<Field extends string> = Readonly<Record<Field, Column>>

interface Column {
  readonly synonyms: readonly string[]
  /** The header must have it. */
  readonly required?: true
}

const just = (...synonyms: string[]): Column => ({ synonyms })
const required = (...synonyms: string[]): Column => ({ synonyms, required: true })

export const sessionColumns = {
  SessionId: required('slot_id', 'id'),
  Name: required('title'),
  Presenter: just('presenters', 'speaker', 'speakers'),
  Start: just('starts_at'),
  StartDate: just(),
  StartTime: just(),
  End: just('ends_at'),
  EndDate: just(),
  EndTime: just(),
  AllowOverlap: just(),
  MaxRegistrants: just('capacity', 'room_capacity'),
  SessionGroupId: just('group_id'),
  SessionGroup: just('session_group_name', 'group'),
  SingleSelect: just(),
  Tickets: just('ticket', 'ticket_ids'),
  Room: just('location'),
  Type: just('kind'),
} satisfies Columns<string>

export type SessionField = keyof typeof sessionColumns

export const registrationColumns = {
  RegistrationID: just('registration'),
  BadgeNumber: just('badge'),
  FirstName: just('given_name'),
  LastName: just('family_name', 'surname'),
  Status: just('registration_status'),
  Tickets: just('ticket', 'ticket_ids'),
} satisfies Columns<string>

export type RegistrationField = keyof typeof registrationColumns

/** A header's name as it is compared: letters and digits alone, in lower case, so that `Slot ID` is `slot_id`. */
export function columnKey(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '')
}

/** The fields by the key of each name that a header may give them. */
export function fieldsByKey<Field extends string>(columns: Columns<Field>): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>()
  for (const field of fieldsOf(columns)) {
    for (const name of [field, ...columns[field].synonyms]) fields.set(columnKey(name), field)
  }
  return fields
}

export function fieldsOf<Field extends string>(columns: Columns<Field>): Field[] {
  // The keys of a record by field are its fields.
  return Object.keys(columns) as Field[]
}
