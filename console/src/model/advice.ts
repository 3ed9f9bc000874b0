const advice: Readonly<Record<string, string>> = {
  SessionFull: 'Put the registration on the waiting list, or raise the number of places of the session.',
  SessionOverlap: 'Remove the other session first: nobody can be in two places at a time.',
  SingleSelect: 'Remove the other session of the group first: of such a group one may be held.',
  TicketRequired: 'Give the registration one of these tickets first.',
  RegistrationCancelled: 'Restore the registration first: a cancelled one holds no place.',
  SessionNotFound: 'The session was deleted meanwhile. Load the page anew.',
  SessionNotHeld: 'The session was taken from the registration meanwhile. Load the page anew.',
  NotFound: 'It may have been deleted, or the address has a mistake.',
  Unreachable:
    'Look whether the network and the server are up, then try again. Nothing was changed as far as is known.',
  Unauthorized: 'Sign in again.',
  InvalidCredentials: 'Look for a mistake in the key or the secret. `lectern key list` tells which keys there are.',
  Forbidden: 'The API key that is signed in has a role that may not do this. Sign in with another.',
  ReadOnly: 'Sign in with a key that may change things.',
  AccountLockedOut: 'The secret is wrong. Find the right one: it is accepted at once.',
  ServerBusy: 'Wait a moment, then try again.',
  ServiceUnavailable: 'The server or its database is busy. Wait a moment, then try again.',
  TooManyRequests: 'Wait a moment, then try again.',
}

/** What to do about a refusal; empty where its message says all. */
export function adviceFor(code: string): string {
  return advice[code] ?? ''
}
