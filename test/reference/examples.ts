import type { Verb } from '../../src/protocol/schema/operation.ts'

/** A call that the page of an operation shows, and that is made as it is shown. */
export interface Example {
  readonly title: string
  readonly verb: Verb
  /** One of the operation's paths; without it the first of that verb. */
  readonly path?: string
  /** The fields of the request, besides ClientID 1000 where it has one. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly status: number
  /** What the answer has, among others: members by name, or a piece of text where it is no JSON. */
  readonly answer: Readonly<Record<string, unknown>> | string
}

const event = { EventID: 7 }
const ofEvent = { EventId: 7 }

/**
 * By operation, in the order in which they are made, each on an event of its own: event 7 of client 1000 with the sessions 1
 * (2 places), 2 (9:00 to 11:00), 3 (10:00 to 12:00) and 4 (of group 1, for ticket 1), and the registrations reg-1 to reg-5 with
 * badges 1 to 5, of which reg-1 holds ticket 1.
 */
export const examples: Readonly<Record<string, readonly Example[]>> = {
  RegistrationSessionRequest: [
    {
      title: 'Assign two sessions to a registration',
      verb: 'POST',
      fields: { ...event, RegistrationID: 'reg-1', SessionIds: [1, 2] },
      status: 200,
      answer: { RegistrationID: 'reg-1', BadgeNumber: 1, SessionIds: [1, 2] },
    },
    {
      title: 'Be refused: its time crosses that of session 2',
      verb: 'POST',
      fields: { ...event, BadgeNumber: 1, SessionIds: [3] },
      status: 409,
      answer: { ResponseStatus: { ErrorCode: 'SessionOverlap' } },
    },
    {
      title: 'Remove a session',
      verb: 'DELETE',
      fields: { ...event, BadgeNumber: 1, SessionIds: [2] },
      status: 200,
      answer: { SessionIds: [1] },
    },
  ],
  EventRegistrationSessionsBulk: [
    {
      title: 'Assign to several, each by itself',
      verb: 'POST',
      fields: {
        ...event,
        Items: [
          { BadgeNumber: 1, SessionIds: [1] },
          { BadgeNumber: 99, SessionIds: [1] },
        ],
      },
      status: 200,
      answer: {
        Done: 1,
        Failed: 1,
        Results: [
          { Index: 0, SessionIds: [1] },
          { Index: 1, BadgeNumber: 99 },
        ],
      },
    },
  ],
  EventSessions: [
    {
      title: 'Create a session',
      verb: 'POST',
      fields: {
        ...ofEvent,
        SessionId: 20,
        Name: 'Évaluer un modèle',
        StartDate: '2025-11-01',
        StartTime: '14:00',
        EndDate: '2025-11-01',
        EndTime: '15:30',
        MaxRegistrants: 30,
      },
      status: 200,
      answer: { Sessions: [{ SessionId: 20, Name: 'Évaluer un modèle', MaxRegistrants: 30, NonCanceledCount: 0 }] },
    },
    {
      title: 'Give it fewer places; what is not sent stays as it is',
      verb: 'PUT',
      fields: { ...ofEvent, SessionId: 20, MaxRegistrants: 25 },
      status: 200,
      answer: { Sessions: [{ SessionId: 20, Name: 'Évaluer un modèle', MaxRegistrants: 25 }] },
    },
    {
      title: 'List the sessions of the event, by start',
      verb: 'GET',
      fields: { ...ofEvent, PageSize: 2 },
      status: 200,
      answer: { Sessions: [{ SessionId: 2 }, { SessionId: 3 }], PageSize: 2, PageNumber: 1, ListCount: 5 },
    },
    {
      title: 'Delete it',
      verb: 'DELETE',
      fields: { ...ofEvent, SessionId: 20 },
      status: 200,
      answer: { Sessions: [] },
    },
  ],
  EventSessionGroups: [
    {
      title: 'Create a group of which a registration holds one session',
      verb: 'POST',
      fields: { ...ofEvent, SessionGroupId: 5, Name: 'Workshops', SingleSelect: true },
      status: 200,
      answer: { SessionGroups: [{ SessionGroupId: 5, Name: 'Workshops', SingleSelect: true }] },
    },
    {
      title: 'Rename it',
      verb: 'PUT',
      fields: { ...ofEvent, SessionGroupId: 5, Name: 'Ateliers' },
      status: 200,
      answer: { SessionGroups: [{ SessionGroupId: 5, Name: 'Ateliers', SingleSelect: true }] },
    },
    { title: 'List the groups', verb: 'GET', fields: ofEvent, status: 200, answer: { ListCount: 2 } },
    { title: 'Delete it', verb: 'DELETE', fields: { ...ofEvent, SessionGroupId: 5 }, status: 200, answer: {} },
  ],
  EventRegistrations: [
    {
      title: 'Register somebody, with a session',
      verb: 'POST',
      fields: {
        ...event,
        RegistrationID: 'reg-77',
        Registrant: { FirstName: 'Zoé', LastName: 'Łukasz', Sessions: [{ SessionId: '1' }] },
      },
      status: 200,
      answer: {
        RegistrationID: 'reg-77',
        BadgeNumber: 6,
        Registrant: { FirstName: 'Zoé', Status: 'Open', Attended: 'No' },
      },
    },
    {
      title: 'Read a registration',
      verb: 'GET',
      fields: { ...event, RegistrationID: 'reg-77' },
      status: 200,
      answer: { Registrant: { LastName: 'Łukasz', Sessions: [{ SessionId: '1' }] } },
    },
    {
      title: 'Cancel it: its places are free',
      verb: 'PUT',
      fields: { ...event, RegistrationID: 'reg-77', Registrant: { Status: 'Cancelled' } },
      status: 200,
      answer: { Registrant: { Status: 'Cancelled' } },
    },
    {
      title: 'Delete it; what it held was kept for the record, so by force',
      verb: 'DELETE',
      fields: { ...event, RegistrationID: 'reg-77', Force: true },
      status: 200,
      answer: { RegistrationID: 'reg-77' },
    },
  ],
  EventTickets: [
    {
      title: 'Create a ticket, of which there are 50',
      verb: 'POST',
      fields: { ...ofEvent, TicketId: 9, Name: 'Student', UseInventory: true, Quantity: 50 },
      status: 200,
      answer: { Tickets: [{ TicketId: 9, Name: 'Student', Quantity: 50 }] },
    },
    {
      title: 'Have more of it',
      verb: 'PUT',
      fields: { ...ofEvent, TicketId: 9, Quantity: 80 },
      status: 200,
      answer: { Tickets: [{ TicketId: 9, Name: 'Student', Quantity: 80 }] },
    },
    { title: 'List the tickets', verb: 'GET', fields: ofEvent, status: 200, answer: { ListCount: 2 } },
    { title: 'Delete it', verb: 'DELETE', fields: { ...ofEvent, TicketId: 9 }, status: 200, answer: {} },
  ],
  Events: [
    {
      title: 'Create an event',
      verb: 'POST',
      fields: { EventId: 8, Name: 'Journées du jardin', Active: true, Location: { TimeZone: 'Europe/Paris' } },
      status: 200,
      answer: { EventsList: [{ EventId: 8, Name: 'Journées du jardin', Active: true }] },
    },
    {
      title: 'Open its registration for 200',
      verb: 'PUT',
      fields: { EventId: 8, Registration: { MaxRegistrants: 200 } },
      status: 200,
      answer: { EventsList: [{ EventId: 8, Registration: { MaxRegistrants: 200 } }] },
    },
    { title: 'List the events of the client', verb: 'GET', fields: {}, status: 200, answer: { ListCount: 2 } },
    { title: 'Delete it', verb: 'DELETE', fields: { EventId: 8 }, status: 200, answer: {} },
  ],
  EventIDs: [{ title: 'List the ids of the events', verb: 'GET', fields: {}, status: 200, answer: { ListCount: 1 } }],
  EventCategories: [{ title: 'List the categories', verb: 'GET', fields: {}, status: 200, answer: { ClientID: 1000 } }],
  EventRegistrants: [
    {
      title: 'List who is registered, two at a time',
      verb: 'GET',
      fields: { ...event, PageSize: 2 },
      status: 200,
      answer: { EventRegistrantsList: [{ RegistrationID: 'reg-1' }, { RegistrationID: 'reg-2' }], ListCount: 5 },
    },
  ],
  EventRegistrationIDs: [
    {
      title: 'List the ids of the registrations',
      verb: 'GET',
      fields: { ...event, PageSize: 1 },
      status: 200,
      answer: { EventRegistrationsID: [{ RegistrantID: 'reg-1', IsPrimary: true }], ListCount: 5 },
    },
  ],
  EventRegistrationAttendance: [
    {
      title: 'Check a registration in to its event',
      verb: 'PUT',
      fields: { ...event, RegistrationID: 'reg-1', AttendedEvent: true },
      status: 200,
      answer: { Success: true },
    },
  ],
  EventSessionAttendance: [
    {
      title: 'Be refused: the registration does not hold the session',
      verb: 'PUT',
      fields: { ...event, RegistrationID: 'reg-1', SessionId: 1, Attended: true },
      status: 409,
      answer: { ResponseStatus: { ErrorCode: 'SessionNotHeld' } },
    },
  ],
  EventSessionRoster: [
    {
      title: 'List who holds a session',
      verb: 'GET',
      fields: { ...event, SessionId: 1 },
      status: 200,
      answer: { ListCount: 0 },
    },
  ],
  EventRegistrationAgenda: [
    {
      title: 'List what a registration holds, in the order of time',
      verb: 'GET',
      fields: { ...event, BadgeNumber: 1 },
      status: 200,
      answer: { RegistrationID: 'reg-1' },
    },
  ],
  EventRegistrationCalendar: [
    {
      title: 'The same as iCalendar',
      verb: 'GET',
      fields: { ...event, BadgeNumber: 1 },
      status: 200,
      answer: 'BEGIN:VCALENDAR',
    },
  ],
  EventRegistrationChoices: [
    {
      title: 'See which sessions a registration may have, and why not the others',
      verb: 'GET',
      fields: { ...event, RegistrationID: 'reg-2' },
      status: 200,
      answer: {
        RegistrationID: 'reg-2',
        Choices: [
          { SessionId: 1, State: 'Open', Reasons: [] },
          { SessionId: 2, State: 'Open', Reasons: [] },
          { SessionId: 3, State: 'Open', Reasons: [] },
          { SessionId: 4, State: 'Open', Reasons: [{ ErrorCode: 'TicketRequired' }] },
        ],
      },
    },
  ],
  EventFill: [
    {
      title: 'See how a session filled',
      verb: 'GET',
      fields: { ...event, SessionId: 1, Points: 100 },
      status: 200,
      answer: { EventID: 7, SessionId: 1, FillList: [] },
    },
    {
      title: 'Be refused: there is no such session',
      verb: 'GET',
      fields: { ...event, SessionId: 99 },
      status: 404,
      answer: { ResponseStatus: { ErrorCode: 'SessionNotFound' } },
    },
  ],
  EventChanges: [
    {
      title: 'Be told of every change of the counters, as it happens',
      verb: 'GET',
      fields: event,
      status: 200,
      answer: 'event: state',
    },
  ],
  EventAudit: [
    {
      title: 'List what was changed, the newest first',
      verb: 'GET',
      fields: { ...event, SessionId: 1, PageSize: 10 },
      status: 200,
      answer: { EventID: 7, ListCount: 0, AuditList: [] },
    },
  ],
  Auth: [
    {
      title: 'Sign in by an API key: the SessionId goes into the header X-SS-ID',
      verb: 'POST',
      fields: { ClientID: 1000, UserType: 'Admin', Username: '$KEY', Password: '$SECRET' },
      status: 200,
      answer: { ClientID: 1000 },
    },
  ],
  Authenticate: [
    {
      title: 'Sign in as ServiceStack’s clients do',
      verb: 'POST',
      fields: { provider: 'credentials', UserName: '$KEY', Password: '$SECRET' },
      status: 200,
      answer: { UserName: '$KEY' },
    },
  ],
  JwtIssuer: [{ title: 'Get a token', verb: 'POST', fields: {}, status: 200, answer: {} }],
  GetAccessToken: [
    {
      title: 'Be refused: there is no such app',
      verb: 'POST',
      fields: { GrantType: 'Password', ClientID: '1000-nobody', ClientSecret: 'none' },
      status: 400,
      answer: {},
    },
  ],
  RefreshAccessToken: [
    {
      title: 'Be refused: the token is not known',
      verb: 'POST',
      fields: { RefreshToken: 'unknown' },
      status: 400,
      answer: {},
    },
  ],
  GetToken: [{ title: 'Be refused: nothing is asked for', verb: 'POST', fields: {}, status: 400, answer: {} }],
  OIDCGetAccessToken: [
    { title: 'Be refused: nothing is asked for', verb: 'POST', fields: {}, status: 400, answer: {} },
  ],
  SandboxState: [
    { title: 'Look at the sandbox', verb: 'GET', fields: {}, status: 200, answer: { Frozen: false, Faults: [] } },
  ],
  SandboxReset: [
    { title: 'Begin again', verb: 'POST', fields: {}, status: 200, answer: { Snapshots: [{ Name: 'start' }] } },
    {
      title: 'Be refused: there is no such snapshot',
      verb: 'POST',
      fields: { Snapshot: 'never-taken' },
      status: 404,
      answer: { ResponseStatus: { ErrorCode: 'NotFound' } },
    },
  ],
  SandboxSnapshots: [
    {
      title: 'Take a snapshot, to go back to by SandboxReset',
      verb: 'POST',
      fields: { Name: 'half-full' },
      status: 200,
      answer: { Snapshots: [{ Name: 'start' }, { Name: 'half-full' }] },
    },
    { title: 'See which there are', verb: 'GET', fields: {}, status: 200, answer: {} },
    {
      title: 'Forget it',
      verb: 'DELETE',
      fields: { Name: 'half-full' },
      status: 200,
      answer: { Snapshots: [{ Name: 'start' }] },
    },
  ],
  SandboxClock: [
    {
      title: 'Have it be the eve of the event, and stay so',
      verb: 'PUT',
      fields: { At: '2025-10-31T18:00:00Z', Frozen: true },
      status: 200,
      answer: { Now: '2025-10-31T18:00:00.0000000Z', Frozen: true },
    },
    {
      title: 'Go on by a night',
      verb: 'PUT',
      fields: { Move: 'PT14H' },
      status: 200,
      answer: { Now: '2025-11-01T08:00:00.0000000Z' },
    },
    { title: 'Look at the clock', verb: 'GET', fields: {}, status: 200, answer: { Frozen: true } },
    { title: 'Go back to the real time', verb: 'DELETE', fields: {}, status: 200, answer: { Frozen: false } },
  ],
  SandboxFaults: [
    {
      title: 'Have the next two calls of EventIDs fail',
      verb: 'POST',
      fields: { Operation: 'EventIDs', Status: 503, ErrorCode: 'Busy', Times: 2 },
      status: 200,
      answer: { Faults: [{ Operation: 'EventIDs', Status: 503, Left: 2 }] },
    },
    {
      title: 'Have an assignment be made, and its caller not learn of it',
      verb: 'POST',
      fields: { Operation: 'RegistrationSessionRequest', When: 'After', Cut: true },
      status: 200,
      answer: {},
    },
    { title: 'See which are ordered', verb: 'GET', fields: {}, status: 200, answer: {} },
    { title: 'Call all off', verb: 'DELETE', fields: {}, status: 200, answer: { Faults: [] } },
  ],
  SandboxCalls: [
    {
      title: 'See the last calls of which the original loses something in silence',
      verb: 'GET',
      fields: { Lost: true, PageSize: 20 },
      status: 200,
      answer: { Calls: [] },
    },
    { title: 'Forget them', verb: 'DELETE', fields: {}, status: 200, answer: { Calls: [] } },
  ],
  SandboxCall: [
    {
      title: 'Be refused: there is no such call',
      verb: 'GET',
      fields: { Id: 99 },
      status: 404,
      answer: { ResponseStatus: { ErrorCode: 'NotFound' } },
    },
  ],
  SandboxHar: [
    { title: 'Take the calls along', verb: 'GET', fields: {}, status: 200, answer: { log: { version: '1.2' } } },
  ],
}
