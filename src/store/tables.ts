import type { Generated } from 'kysely'
import type { TokenTables } from './token-tables.ts'

/**
 * The tables, for both engines. Every key of what belongs to a client starts with it, so that tables can be distributed
 * by it. Times that end in `_at` are milliseconds since 1970-01-01 UTC; truths are 0 or 1; lists are JSON text.
 */
export interface Tables extends TokenTables {
  client: { id: number; name: string; created_at: number }
  api_key: {
    client_id: number
    id: string
    name: string
    role: string
    /** Both in hex: the key of the hash, and HMAC-SHA256 of the secret under it. The secret itself is never stored. */
    salt: string
    hash: string
    created_at: number
    revoked_at: number | null
    /** `read`: it changes nothing. Null: all that its role may do. */
    scope: string | null
    /** Null: it does not end by itself. */
    expires_at: number | null
    /** About when it was last used. */
    used_at: number | null
  }
  sign_in: {
    client_id: number
    /** SHA-256 of the SessionId in hex: who reads the table cannot use it. */
    hash: string
    key_id: string
    created_at: number
    seen_at: number
  }
  event: {
    client_id: number
    id: number
    name: string
    time_zone: string
    created_at: number
    /** JSON of the fields that mean nothing to the store. */
    details: Generated<string>
    active: Generated<number>
    start_date: string | null
    start_time: string | null
    end_date: string | null
    end_time: string | null
    starts_at: number | null
    ends_at: number | null
    /** Null or 0: no limit. */
    max_registrants: number | null
    /** Registration is open from then on, and until then. */
    opens_at: number | null
    closes_at: number | null
    /** How many registrations are not cancelled; kept by guarded updates. */
    taken: Generated<number>
    modified_at: Generated<number>
  }
  event_category: { client_id: number; id: number; name: string }
  ticket: {
    client_id: number
    event_id: number
    id: number
    name: string
    details: Generated<string>
    /** How many there are, where `use_inventory` is 1. */
    quantity: number | null
    use_inventory: Generated<number>
    active: Generated<number>
    /** How many are held by registrations that are not cancelled; kept by guarded updates. */
    sold: Generated<number>
    created_at: Generated<number>
    modified_at: Generated<number>
  }
  session_group: {
    client_id: number
    event_id: number
    id: number
    name: string
    single_select: number
    details: Generated<string>
    /** SessionGroupType, by name. */
    kind: Generated<string>
    ordinal: Generated<number>
    modified_at: Generated<number>
  }
  session: {
    client_id: number
    event_id: number
    id: number
    name: string
    presenter: string | null
    /** The wall clock of the event's time zone: `2025-11-01`, `10:30`. */
    start_date: string | null
    start_time: string | null
    end_date: string | null
    end_time: string | null
    starts_at: number | null
    ends_at: number | null
    allow_overlap: number
    /** Null or 0: no limit. */
    max_registrants: number | null
    /** How many assignments it has; kept by guarded updates in the transaction of the assignment. */
    taken: Generated<number>
    group_id: number | null
    /** Ids of tickets any one of which a registration must hold; `[]` for none. */
    tickets: string
    room: string | null
    kind: string | null
    details: Generated<string>
    created_at: Generated<number>
    modified_at: Generated<number>
  }
  registration: {
    client_id: number
    event_id: number
    id: number
    registration_id: string
    /** The RegistrationID as it is compared: without surrounding space, in lower case. */
    registration_key: string
    badge_number: number | null
    first_name: string
    last_name: string
    /** 1 where `status` is Cancelled: what the rules ask. */
    cancelled: number
    registered_at: number
    details: Generated<string>
    /** RegistrationStatus, by name. */
    status: Generated<string>
    /** When it was checked in to the event. */
    attended_at: number | null
    modified_at: Generated<number>
  }
  registration_ticket: { client_id: number; event_id: number; registration: number; ticket_id: number }
  assignment: {
    client_id: number
    event_id: number
    registration: number
    session_id: number
    assigned_at: number
    attended_at: number | null
  }
  waitlist: {
    client_id: number
    event_id: number
    session_id: number
    registration: number
    /** The order of the list: who has the lowest is the next. */
    place: number
    added_at: number
  }
  /** Answers of writes that came with an Idempotency-Key. */
  idempotency: {
    client_id: number
    principal: string
    key: string
    /** SHA-256 of the request in hex: the same key with another request is refused. */
    fingerprint: string
    /** JSON of what was answered. */
    answer: string
    created_at: number
  }
  audit: {
    id: Generated<number>
    client_id: number
    event_id: number | null
    at: number
    /** An API key's id, or `cli` for the command line. */
    principal: string
    request_id: string
    action: string
    /** What it was done to: a RegistrationID, a key's id. */
    subject: string
    /** JSON of what changed, as it was and as it is; null where there was, or is, nothing. */
    before: string | null
    after: string | null
  }
}
