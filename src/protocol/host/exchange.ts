import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ResponseFormat } from '../formats/codec.ts'
import type { FormValues } from '../formats/form/values.ts'
import { jsonpContentType } from '../formats/json/jsonp.ts'
import type { Authenticator, Caller, Credentials, RequestSource } from '../schema/access.ts'
import { CachedResponse } from '../schema/cached-response.ts'
import { EventStream } from '../schema/event-stream.ts'
import { Failure, fail, failFor } from '../schema/failure.ts'
import { type Call, RawBody } from '../schema/handler.ts'
import { Interruption, LongWork, longRows, type WorkBounds } from '../schema/long-work.ts'
import { Streamed } from '../schema/streamed.ts'
import type { HostLog } from './access-log.ts'
import type { Destination } from './address-router.ts'
import { type Address, allowedAt, type Target } from './addresses.ts'
import { authenticate, enforceTenant } from './authorization.ts'
import { callAll, completedHeader, maxBatchItems } from './batch.ts'
import { type Bound, bind, bindAll, type Sources } from './bind.ts'
import { credentialsOf, holdsTokens, type PresentedCredentials, refreshTokenOf, withoutCookies } from './credentials.ts'
import { isCrossSite } from './cross-site.ts'
import { encodeInSlices } from './encode-in-slices.ts'
import { hostErrors } from './errors.ts'
import { etagOf, isAmong } from './etag.ts'
import { eventTexts } from './event-stream.ts'
import { idempotencyKeyOf } from './idempotency-key.ts'
import { type CallRecord, type DropConnection, dropConnection, type Interception } from './interceptor.ts'
import { bytesPerCall, maxOpenBodyBytes, type RateLimit, rowsPerCall, type WorkLimits } from './limits.ts'
import type { LongCalls } from './long-calls.ts'
import { type FormatRegistry, mediaOf } from './media.ts'
import { prefersNdjson } from './ndjson.ts'
import { pathOf, queryOf, readable } from './query.ts'
import type { ResponseVariant, ResponseVariantResolver } from './response-format.ts'
import type { ResponseWriters } from './response-writers.ts'
import type { ResponseSender } from './sender.ts'
import { cookieNamesHeader, sessionCookies, tokenCookieNames } from './session-cookies.ts'
import type { TenantCalls } from './tenant-calls.ts'
import type { TracedCall } from './trace.ts'

/** What every exchange needs of the host. */
export interface HandlerContext {
  readonly formats: FormatRegistry
  readonly responseVariant: ResponseVariantResolver
  readonly authenticator: Authenticator
  /** The field of requests that names a client (tenant). */
  readonly tenantField: string
  readonly sender: ResponseSender
  /** Counts the calls of clients; null where they may make any number. */
  readonly rateLimit: RateLimit | null
  /** What one call may cost. */
  readonly workLimits: WorkLimits
  readonly tenantCalls: TenantCalls
  readonly longCalls: LongCalls
  /** Origins whose pages may call in the name of whoever is signed in. */
  readonly corsOrigins: ReadonlySet<string>
  /** Told of an answer that goes on for as long as its caller likes. */
  readonly onStreamStarted: (reply: FastifyReply) => void
  /** The most bytes of a body, for callers who are signed in. */
  readonly maxBodyBytes: number
  /** Looks at each call, and may do something to it; null where nobody does. */
  readonly interception: Interception | null
  readonly log: HostLog
}

/** What the log has in place of the status of a call whose connection was cut. */
const cutStatus = 499

/** One request and its answer: from the address and headers to the operation and back. */
export class RequestHandler implements WorkBounds {
  readonly #host: HandlerContext
  readonly #address: Address
  readonly #request: FastifyRequest
  readonly #reply: FastifyReply
  readonly #query: FormValues
  readonly #pathValues: string[]
  readonly #shape: ResponseVariant
  /** What is wrong with the address itself. */
  readonly #wrong: Failure | null
  /** A variable of the path is empty. */
  readonly #isNowhere: boolean
  readonly #notes: CallRecord | null
  readonly #verb: string
  readonly #target: Target | undefined
  #started = performance.now()
  #credentials: Credentials | null = null
  #caller: Caller | null = null
  #idempotencyKey: string | null = null
  /** Ends the call's share of its tenant's concurrent calls. */
  #leaveTenant = () => {}
  readonly #work = new LongWork(this)
  /** How many rows the answer has, so far. */
  #rows = 0
  /** How many bytes the answer has, uncompressed; of text about as many as characters. */
  #bytes = 0

  constructor(
    host: HandlerContext,
    { address, suffix, values }: Destination,
    request: FastifyRequest,
    reply: FastifyReply,
  ) {
    this.#host = host
    this.#address = address
    this.#request = request
    this.#reply = reply
    const query = queryOf(request.url)
    this.#query = readable(query)
    this.#pathValues = values
    const { variant: shape, failure } = host.responseVariant(
      request,
      this.#query,
      suffix ?? this.#suffixOfLastValue() ?? address.fixed,
    )
    this.#shape = shape
    this.#wrong = query instanceof Failure ? query : failure
    // Else the query would decide where the path should.
    this.#isNowhere = this.#pathValues.some((value) => value.trim() === '')
    this.#notes = host.interception?.recordOf(request) ?? null
    this.#verb = verbOf(request)
    const { targets } = address
    this.#target = targets.get(this.#verb) ?? (this.#verb === 'HEAD' ? targets.get('GET') : undefined)
  }

  /** What a trace tells of the call. */
  get traced(): TracedCall {
    const { headers, method } = this.#request
    const operation = this.#target?.endpoint.operation.name ?? null
    return { verb: method, path: this.#address.path, operation, headers }
  }

  /** Whether the answer does not depend on the body: {@link run} need not wait for it. */
  get needsNoBody(): boolean {
    return this.#isNowhere || !this.#target || this.#unacceptable(this.#target) !== undefined
  }

  /** Answers the request, which is complete unless it {@link needsNoBody}. */
  async run(): Promise<FastifyReply> {
    this.#started = performance.now()
    if (this.#isNowhere) return this.#refuse(fail(hostErrors.NotFound, pathOf(this.#request.url)), null)
    const target = this.#target
    if (!target) return this.#withoutTarget(this.#verb)
    const { answers, listAnswers } = target.endpoint
    if (this.#notes) this.#note(this.#notes, target)
    const unacceptable = this.#unacceptable(target)
    if (unacceptable) return this.#refuse(unacceptable, target, answers.encodeFailure)
    try {
      if (this.#address.isBatch) {
        const outcome = await this.#calledAll(target)
        return outcome === dropConnection ? await this.#cut(target) : await this.#finish(target, outcome, listAnswers)
      }
      const outcome = await this.#called(target)
      return outcome === dropConnection ? await this.#cut(target) : await this.#answer(target, outcome)
    } catch (error) {
      if (error instanceof Interruption) return await this.#refuse(error.failure, target, answers.encodeFailure)
      this.#host.log.failed(this.#request.id, error)
      return await this.#refuse(fail(hostErrors.InternalError, this.#request.id), target, answers.encodeFailure)
    } finally {
      this.#work.end()
      this.#chargeAnswer()
    }
  }

  violation(): Failure | undefined {
    const { maxMs } = this.#host.workLimits
    if (this.#request.raw.socket.destroyed) return fail(hostErrors.ClientClosedRequest)
    if (performance.now() - this.#started > maxMs) return fail(hostErrors.TimeLimitExceeded, maxMs / 1000)
    return undefined
  }

  async enter(): Promise<(() => void) | Failure> {
    const tenant = this.#caller?.principal.clientId
    return tenant === undefined ? () => undefined : this.#host.longCalls.enter(tenant)
  }

  /** Counts what the rows and bytes of the answer cost, once they are made: the tenant's next call may have to wait. */
  #chargeAnswer(): void {
    const calls = Math.floor(this.#rows / rowsPerCall) + Math.floor(this.#bytes / bytesPerCall)
    if (calls > 0 && this.#caller) this.#host.rateLimit?.charge(this.#caller.principal.clientId, calls)
  }

  /** Why the headers or the size of the body rule the call out. Whoever need not sign in may send little, and no batches. */
  #unacceptable({ endpoint: { operation } }: Target): Failure | undefined {
    const isOpen = operation.roles.length === 0
    if (isOpen && this.#address.isBatch) return fail(hostErrors.BatchNotAllowed, operation.name)
    const { maxBodyBytes } = this.#host
    const limit = isOpen ? Math.min(maxOpenBodyBytes, maxBodyBytes) : maxBodyBytes
    const { body, headers } = this.#request
    const length = Buffer.isBuffer(body) ? body.length : Number(headers['content-length'] ?? 0)
    return length > limit ? fail(hostErrors.RequestTooLarge, limit) : undefined
  }

  /** What comes of `work`, or of what befalls the call instead. */
  #watched<T>(work: () => Promise<T>): Promise<T | Failure | DropConnection> {
    const { interception: watching } = this.#host
    if (!watching || !this.#notes) return work()
    const watched = watching.watch.intercept(this.#notes, work)
    this.#notes.handling = watched
    return watched
  }

  #note(notes: CallRecord, target: Target): void {
    notes.verb = target.verb
    notes.operation = target.endpoint.operation
    notes.path = this.#address.path
    notes.media = mediaOf(this.#request.headers['content-type'])
  }

  #cut(target: Target): FastifyReply {
    if (this.#notes) this.#notes.isDropped = true
    this.#log(target, cutStatus, null)
    this.#reply.hijack()
    this.#request.raw.socket.destroy()
    return this.#reply
  }

  /** The operation's answer, or the first thing that stands against it. */
  async #called(target: Target): Promise<object | Failure | DropConnection> {
    const stopped = await this.#admitted(target)
    if (stopped) return stopped
    const bound = await bind(target.endpoint, this.#host.formats, this.#sources(target))
    if (!this.#notes) return bound instanceof Failure ? bound : this.#callWith(target, bound)
    this.#notes.isUnreadable = bound instanceof Failure
    if (!(bound instanceof Failure)) this.#notes.request = bound.value
    return this.#watched(async () => {
      if (bound instanceof Failure) return bound
      const outcome = await this.#callWith(target, bound)
      // Whoever watches is to see all of it done; but for lines, which are done as they are read.
      return outcome instanceof Streamed && !this.#asksForLines(target) ? outcome.gather() : outcome
    })
  }

  /** The same for every request of a batch. */
  async #calledAll(target: Target): Promise<readonly object[] | Failure | DropConnection> {
    const stopped = await this.#admitted(target)
    return stopped ?? this.#watched(() => this.#batch(target))
  }

  async #batch(target: Target): Promise<readonly object[] | Failure> {
    const requests = bindAll(target.endpoint, this.#host.formats, this.#sources(target))
    if (requests instanceof Failure) return requests
    const wait = await this.#takeCalls(Math.min(requests.length, maxBatchItems) - 1)
    if (wait) return wait
    const { done, outcome } = await callAll(
      requests,
      (bound, index) => this.#callInBatch(target, bound, index),
      this.#work,
    )
    this.#reply.header(completedHeader, done)
    return outcome
  }

  async #callInBatch(target: Target, bound: Bound, index: number): Promise<object | Failure> {
    const { maxRows } = this.#host.workLimits
    if (this.#rows >= maxRows) return fail(hostErrors.AnswerTooLarge, maxRows, 'rows')
    await this.#work.begin(this.#rows)
    const answer = await gathered(await this.#callWith(target, bound, ` [${index}]`))
    this.#rows += target.endpoint.countRows(answer)
    return answer
  }

  /** Learns who calls; answers why the call goes no further, if it does not. */
  async #admitted(target: Target): Promise<Failure | undefined> {
    const { endpoint, verb } = target
    const shown = credentialsOf(this.#headers)
    if (this.#isForged(target, shown)) return fail(hostErrors.CrossSite)
    this.#credentials = shown.credentials
    if (this.#notes && shown.credentials?.kind === 'basic') this.#notes.userName = shown.credentials.userName
    const { authenticator } = this.#host
    const caller = await authenticate(endpoint.operation, verb, authenticator, this.#credentials, this.#origin)
    if (caller instanceof Failure) return caller
    this.#caller = caller
    if (this.#notes) this.#notes.principal = caller?.principal ?? null
    const limited = this.#enterTenant() ?? (await this.#takeCalls(1))
    if (limited) return limited
    const encoding = this.#request.headers['content-encoding']
    if (encoding !== undefined && encoding !== 'identity') {
      return fail(hostErrors.UnsupportedContentEncoding, encoding.slice(0, 100))
    }
    return this.#wrong ?? this.#readIdempotencyKey(target)
  }

  /** Whether a page of another site makes a call that its reader does not know of: in their name, or to sign them in or out. */
  #isForged({ endpoint, verb }: Target, { isAmbient }: PresentedCredentials): boolean {
    const actsOrIsRead = verb !== 'GET' || this.#isScript
    if (!(isAmbient && actsOrIsRead) && endpoint.operation.roles.length > 0) return false
    return isCrossSite(this.#request.headers, this.#request.host, this.#host.corsOrigins)
  }

  /** Counts the call among those of its tenant until its response is sent, or its caller has gone. */
  #enterTenant(): Failure | undefined {
    if (this.#caller === null) return undefined
    const leave = this.#host.tenantCalls.enter(this.#caller.principal.clientId)
    if (leave instanceof Failure) return leave
    this.#leaveTenant = leave
    const { raw } = this.#reply
    raw.once('close', leave)
    // A caller who left while it was authenticated: nothing would end the call's share any more.
    if (!raw.closed && !raw.destroyed && !this.#request.raw.socket.destroyed) return undefined
    leave()
    return fail(hostErrors.ClientClosedRequest)
  }

  /** Counts calls of a client that is signed in; answers that it has made too many, if it has. */
  async #takeCalls(calls: number): Promise<Failure | undefined> {
    if (this.#caller === null || calls < 1) return undefined
    return this.#takeCallsOf(this.#caller.principal.clientId, calls)
  }

  async #takeCallsOf(tenant: number, calls: number): Promise<Failure | undefined> {
    const wait = (await this.#host.rateLimit?.take(tenant, calls)) ?? 0
    return wait > 0 ? failFor(wait, hostErrors.TooManyRequests, wait) : undefined
  }

  /** Only what changes something in somebody's name can be repeated. */
  #readIdempotencyKey({ verb, endpoint }: Target): Failure | undefined {
    if (verb === 'GET' || endpoint.operation.roles.length === 0) return undefined
    const key = idempotencyKeyOf(this.#request.headers)
    if (key instanceof Failure) return key
    this.#idempotencyKey = key
    return undefined
  }

  /** @param part which of several calls of the request it is; begins with a space, which no key has */
  #callWith({ endpoint, verb }: Target, bound: Bound, part = ''): Promise<object | Failure> | Failure {
    const { operation, service, lists } = endpoint
    const tooLong = lists(bound.value)
    if (tooLong) return tooLong
    if (this.#caller && operation.roles.length > 0) {
      const outside = enforceTenant(this.#host.tenantField, bound, this.#caller.principal)
      if (outside) return outside
    }
    const call: Call = {
      verb,
      credentials: this.#credentials,
      principal: this.#caller?.principal ?? null,
      sessionId: this.#caller?.sessionId ?? null,
      grantId: this.#caller?.grantId ?? null,
      refreshToken: refreshTokenOf(this.#headers),
      ...this.#origin,
      sent: bound.sent,
      idempotencyKey: this.#idempotencyKey === null ? null : this.#idempotencyKey + part,
      work: this.#work,
      countFor: async (tenant) => (this.#caller === null ? this.#takeCallsOf(tenant, 1) : undefined),
      changeSession: (change) => {
        if (this.#isScript) return
        const isSecure = this.#request.protocol === 'https'
        this.#reply.header('set-cookie', sessionCookies(change, isSecure, holdsTokens(this.#headers)))
        if (change.kind === 'tokens') this.#reply.header(cookieNamesHeader, tokenCookieNames)
      },
    }
    return service.handle(bound.value, call)
  }

  #sources({ variables }: Target): Sources {
    const { body, headers } = this.#request
    return {
      query: this.#query,
      body: Buffer.isBuffer(body) ? body : null,
      media: mediaOf(headers['content-type']),
      untyped: this.#address.untyped,
      path: variables.map((name, i) => [name, this.#pathValues[i] ?? '']),
      fieldSources: this.#notes?.fieldSources ?? null,
    }
  }

  /** Item by item where the caller wants it so, and in one piece otherwise. */
  async #answer(target: Target, outcome: object | Failure): Promise<FastifyReply> {
    const { lines } = target.endpoint
    if (outcome instanceof CachedResponse && !this.#address.isOneWay) return this.#again(target, outcome)
    if (outcome instanceof EventStream && !this.#address.isOneWay) {
      this.#log(target, 200, null)
      this.#host.onStreamStarted(this.#reply)
      this.#leaveTenant()
      return this.#host.sender.events(this.#reply, eventTexts(outcome))
    }
    if (lines === null || !this.#asksForLines(target) || outcome instanceof Failure)
      return this.#finishOne(target, await gathered(outcome))
    const { log, sender } = this.#host
    const { id } = this.#request
    const texts = lines.write(outcome, {
      failed: (error) => {
        log.failed(id, error)
        return fail(hostErrors.InternalError, id)
      },
      ended: (failure) => this.#log(target, failure?.status ?? 200, failure?.code ?? null),
    })
    return sender.lines(this.#reply, texts)
  }

  #finishOne(target: Target, outcome: object | Failure): FastifyReply | Promise<FastifyReply> {
    const { answers, countRows } = target.endpoint
    if (!(outcome instanceof Failure)) this.#rows += countRows(outcome)
    return this.#finish(target, outcome, answers)
  }

  #asksForLines({ endpoint }: Target): boolean {
    return endpoint.lines !== null && !this.#address.isOneWay && prefersNdjson(this.#request.headers.accept)
  }

  #finish<Response>(
    target: Target,
    outcome: Response | Failure,
    answers: ResponseWriters<Response>,
  ): FastifyReply | Promise<FastifyReply> {
    if (outcome instanceof Failure) return this.#refuse(outcome, target, answers.encodeFailure)
    const { sender } = this.#host
    if (outcome instanceof RawBody && !this.#address.isOneWay) return this.#sendRaw(target, outcome)
    if (this.#address.isOneWay) {
      this.#log(target, 204, null)
      return sender.nothing(this.#reply)
    }
    // What is short is written at once: most answers are.
    if (this.#rows < longRows) return this.#send(target, this.#encode(answers, outcome))
    return this.#encodeLong(answers, outcome).then((text) => this.#send(target, text))
  }

  #send(target: Target, text: string | Uint8Array): FastifyReply {
    this.#countBytes(text.length)
    this.#log(target, 200, null)
    return this.#host.sender.answer(this.#reply, this.#shape, text)
  }

  #sendRaw(target: Target, body: RawBody): FastifyReply {
    const { maxAnswerBytes } = this.#host.workLimits
    this.#checkUnsent()
    if (body.text.length > maxAnswerBytes)
      throw new Interruption(fail(hostErrors.AnswerTooLarge, maxAnswerBytes, 'bytes'))
    this.#countBytes(body.text.length)
    this.#log(target, 200, null)
    return this.#host.sender.document(this.#reply, body)
  }

  /** Counts the bytes of the answer among those that its tenant has not read yet. */
  #countBytes(bytes: number): void {
    this.#bytes = bytes
    // Of short answers there cannot be enough to matter: the requests in progress are limited too.
    if (this.#caller && bytes >= bytesPerCall)
      this.#host.tenantCalls.addUnsent(this.#caller.principal.clientId, this.#reply.raw, bytes)
  }

  /** @throws Interruption where the answers that the tenant has not read yet take as much memory as they may */
  #checkUnsent(): void {
    const failure = this.#caller && this.#host.tenantCalls.unsentFailure(this.#caller.principal.clientId)
    if (failure) throw new Interruption(failure)
  }

  /** @throws Interruption where the answer is larger than answers may be */
  #encode<Response>(answers: ResponseWriters<Response>, response: Response): string {
    const { maxAnswerBytes } = this.#host.workLimits
    this.#checkUnsent()
    const text = answers.encode(this.#shape, response)
    if (text.length > maxAnswerBytes) throw new Interruption(fail(hostErrors.AnswerTooLarge, maxAnswerBytes, 'bytes'))
    return text
  }

  /** As {@link #encode}, with pauses. */
  async #encodeLong<Response>(answers: ResponseWriters<Response>, response: Response): Promise<string | Uint8Array> {
    await this.#work.begin(this.#rows)
    this.#checkUnsent()
    const pieces = answers.pieces(this.#shape, response)
    const bytes = await encodeInSlices(pieces, this.#work, this.#host.workLimits.maxAnswerBytes)
    return this.#shape.contentType === jsonpContentType ? bytes.toString() : bytes
  }

  /** A kept answer: its text may be there already, and the caller may have it already. */
  async #again(target: Target, kept: CachedResponse): Promise<FastifyReply> {
    const { sender } = this.#host
    const { response: answer, texts } = kept
    const etag = etagOf(kept, this.#shape)
    if (isAmong(this.#request.headers['if-none-match'], etag)) {
      this.#log(target, 304, null)
      return sender.unchanged(this.#reply, etag)
    }
    const { answers, countRows } = target.endpoint
    this.#rows += countRows(answer)
    if (answer instanceof RawBody) {
      sender.revalidated(this.#reply, etag)
      return this.#sendRaw(target, answer)
    }
    this.#checkUnsent()
    const { isPlain, format } = this.#shape
    const known = isPlain ? texts.get(format.name) : undefined
    const text =
      known ?? (this.#rows < longRows ? this.#encode(answers, answer) : await this.#encodeLong(answers, answer))
    if (isPlain && !known) texts.set(format.name, typeof text === 'string' ? Buffer.from(text) : text)
    sender.revalidated(this.#reply, etag)
    return this.#send(target, text)
  }

  #refuse(failure: Failure, target: Target | null, encode?: ResponseWriters<never>['encodeFailure']): FastifyReply {
    if (this.#notes) this.#notes.failure = failure
    this.#log(target, failure.status, failure.code)
    return this.#host.sender.failure(this.#reply, this.#shape, failure, encode)
  }

  #withoutTarget(verb: string): FastifyReply {
    const allowed = allowedAt(this.#address)
    this.#reply.header('allow', allowed)
    if (verb !== 'OPTIONS') return this.#refuse(fail(hostErrors.MethodNotAllowed, verb, allowed), null)
    this.#log(null, 204, null)
    return this.#host.sender.nothing(this.#reply)
  }

  /** Whether the answer is a script (JSONP), which a page of any site can load: it neither uses nor sets cookies. */
  get #isScript(): boolean {
    return this.#shape.contentType === jsonpContentType
  }

  get #headers(): IncomingHttpHeaders {
    const { headers } = this.#request
    return this.#isScript ? withoutCookies(headers) : headers
  }

  get #origin(): RequestSource {
    return { address: this.#request.ip, requestId: this.#request.id }
  }

  #log(target: Target | null, status: number, code: string | null): void {
    this.#host.log.answered({
      requestId: this.#request.id,
      verb: this.#request.method,
      path: this.#address.path,
      operation: target?.endpoint.operation.name ?? null,
      client: this.#caller?.principal.clientId ?? null,
      principal: this.#caller?.principal.id ?? null,
      status,
      code,
      milliseconds: performance.now() - this.#started,
    })
  }

  /** A path that ends with a variable may still end with a format: `/Tickets/7.json`. It is taken off the value. */
  #suffixOfLastValue(): ResponseFormat | null {
    const last = this.#pathValues.at(-1)
    if (last === undefined || !this.#address.path.endsWith('}')) return null
    const dot = last.lastIndexOf('.')
    const format = dot > 0 ? this.#host.formats.named(last.slice(dot + 1)) : undefined
    if (format) this.#pathValues[this.#pathValues.length - 1] = last.slice(0, dot)
    return format ?? null
  }
}

/** A POST may stand for another verb, for clients whose network lets no other pass. */
function verbOf({ method, headers }: FastifyRequest): string {
  const override = headers['x-http-method-override']
  return method === 'POST' && typeof override === 'string' ? override.toUpperCase() : method
}

/** An answer in one piece. */
function gathered(outcome: object | Failure): Promise<object> | object {
  if (outcome instanceof CachedResponse) return outcome.response
  return outcome instanceof Streamed ? outcome.gather() : outcome
}
