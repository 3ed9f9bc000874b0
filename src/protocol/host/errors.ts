import { catalogue } from '../schema/failure.ts'

/** What the host itself refuses. */
export const hostErrors = catalogue({
  BadRequest: [400, () => 'The request is not well-formed HTTP.'],
  RequestBindingException: [
    400,
    (count: number) => `${count === 1 ? 'A value' : 'Values'} of the address cannot be read.`,
  ],
  NotFound: [404, (what: string) => `There is nothing at ${what}.`],
  MethodNotAllowed: [405, (verb: string, allowed: string) => `${verb} is not allowed here; ${allowed} are.`],
  RequestTooLarge: [413, (limit: number) => `The body is larger than ${limit} bytes.`],
  UnsupportedMediaType: [
    415,
    (found: string, known: string) => `A body of type ${found} cannot be read. Send one of ${known}.`,
  ],
  UnsupportedContentEncoding: [
    415,
    (found: string) => `A body in the encoding ${found} cannot be read; send it as it is.`,
  ],
  UnsupportedCharset: [415, (found: string) => `The charset ${found} cannot be read; send UTF-8.`],
  InvalidEncoding: [400, () => 'The body is not UTF-8 text.'],
  BatchTooLarge: [400, (most: number) => `A batch may have at most ${most} requests.`],
  AnswerTooLarge: [
    413,
    (most: number, what: 'rows' | 'bytes') =>
      `The answer has more than ${most} ${what}. Ask for smaller pages (PageSize), or in several calls.`,
  ],
  TimeLimitExceeded: [503, (seconds: number) => `The call took more than ${seconds} s. Ask for less at once.`],
  ClientClosedRequest: [499, () => 'The caller closed the connection before the call was done.'],
  TooManyConcurrentCalls: [
    429,
    (maxCalls: number) => `The client already has ${maxCalls} calls in progress. Retry when some have ended.`,
  ],
  TooManyUnreadAnswers: [
    429,
    (megabytes: number) =>
      `Responses of more than ${megabytes} MB wait for the client to read them. Read them, then retry.`,
  ],
  TooManyLongCalls: [
    429,
    (waiting: number) => `${waiting} long calls of the client wait for their turn already. Try again later.`,
  ],
  BatchNotAllowed: [
    400,
    (operation: string) => `${operation} cannot be called in a batch, since it needs no sign-in. Send single requests.`,
  ],
  InvalidIdempotencyKey: [
    400,
    (most: number) => `An Idempotency-Key is one of 1 to ${most} visible ASCII characters, with or without quotes.`,
  ],
  ListTooLong: [400, (path: string, most: number) => `${path} has more than ${most} items.`],
  NotInBatch: [400, (type: string) => `An answer of type ${type} cannot be one of a batch.`],
  HeadersTooLarge: [431, () => 'The headers of the request are too large.'],
  RequestTimeout: [408, () => 'The request did not arrive in time.'],
  CrossSite: [
    403,
    () =>
      'A page of another site may not call in the name of whoever is signed in here. The server can allow its origin.',
  ],
  TooManyRequests: [429, (seconds: number) => `The client has made too many calls. Go on in ${seconds} s.`],
  TooManyArriving: [
    429,
    (max: number) =>
      `More than ${max} requests from your network are still arriving. Send each with its body at once, or fewer at a time.`,
  ],
  ServerBusy: [503, () => 'The server has too much to do at the moment; nothing was done. Try again shortly.'],
  NotImplemented: [501, (verb: string) => `The method ${verb} is not known here.`],
  InternalError: [
    500,
    (requestId: string) => `Something failed here. The server's log tells more of request ${requestId}.`,
  ],
})

/** A client (tenant) that is not the caller's, there or not: what exists elsewhere is not told. */
export const tenantErrors = catalogue({
  NotFound: [404, (client: string) => `There is no client ${client}.`],
})
