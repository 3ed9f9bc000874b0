/** An event of a tenant. */
export interface OfEvent {
  client: number
  event: number
}

/** A session of an event. */
export interface OfSession extends OfEvent {
  session: number
}

/** A registration of an event, by the number of its row. */
export interface OfRegistration extends OfEvent {
  registration: number
}
