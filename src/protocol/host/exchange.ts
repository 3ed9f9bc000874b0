import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Format } from '../formats/codec.ts'
import type { Authenticator, Caller } from '../schema/access.ts'
import { Failure, fail } from '../schema/failure.ts'
import type { Call, SessionChange } from '../schema/handler.ts'
import { type Address, allowedAt, type Target } from './addresses.ts'
import { type Bound, bind } from './bind.ts'
import { credentialsOf } from './credentials.ts'
import { hostErrors } from './errors.ts'
import { callerOf, withinTenant } from './gate.ts'
import type { HostLog } from './log.ts'
import { type FormatIndex, mediaOf } from './media.ts'
import type { Wishes } from './negotiate.ts'
import { lastOf, type Query, queryOf } from './query.ts'
import type { Sender } from './sender.ts'
import { sessionCookies } from './session-cookies.ts'

/** What every exchange needs of the host. */
export interface Exchanges {
  readonly formats: FormatIndex
  readonly negotiate: (wishes: Wishes) => Format
  readonly authenticator: Authenticator
  /** The field of requests that names a client (tenant). */
  readonly tenantField: string
  readonly sender: Sender
  readonly log: HostLog
}

/** One request and its answer: from the address and headers to the operation and back. */
export class Exchange {
  readonly #host: Exchanges
  readonly #address: Address
  readonly #request: FastifyRequest
  readonly #reply: FastifyReply
  readonly #query: Query
  readonly #pathValues: string[]
  readonly #format: Format
  readonly #started = performance.now()
  #caller: Caller | null = null

  /** @param suffix the format that the path ended with, such as `.jsv` */
  constructor(host: Exchanges, address: Address, suffix: Format | null, request: FastifyRequest, reply: FastifyReply) {
    this.#host = host
    this.#address = address
    this.#request = request
    this.#reply = reply
    this.#query = queryOf(request.url)
    this.#pathValues = pathValues(request.params)
    const fixed = suffix ?? this.#suffixOfLastValue() ?? address.fixed
    this.#format = host.negotiate(wishesOf(request, this.#query, fixed))
  }

  async run(): Promise<FastifyReply> {
    const verb = verbOf(this.#request)
    const { targets } = this.#address
    const target = targets.get(verb) ?? (verb === 'HEAD' ? targets.get('GET') : undefined)
    if (!target) return this.#withoutTarget(verb)
    try {
      const outcome = await this.#called(target)
      return outcome instanceof Failure ? this.#refuse(outcome, target) : this.#answer(outcome, target)
    } catch (error) {
      this.#host.log.failed(this.#request.id, error)
      return this.#refuse(fail(hostErrors.InternalError, this.#request.id), target)
    }
  }

  /** The operation's answer, or the first thing that stands against it. */
  async #called(target: Target): Promise<object | Failure> {
    const { authenticator, tenantField } = this.#host
    const { operation, service } = target.endpoint
    const caller = await callerOf(operation, authenticator, credentialsOf(this.#request.headers))
    if (caller instanceof Failure) return caller
    this.#caller = caller
    const bound = this.#bound(target)
    if (bound instanceof Failure) return bound
    if (caller && operation.roles.length > 0) {
      const outside = withinTenant(tenantField, bound, caller.principal)
      if (outside) return outside
    }
    return service.handle(bound.request, this.#call(target, bound))
  }

  #bound({ endpoint, variables }: Target): Bound | Failure {
    const { body, headers } = this.#request
    return bind(endpoint, this.#host.formats, {
      query: this.#query,
      body: Buffer.isBuffer(body) ? body : null,
      media: mediaOf(headers['content-type']),
      untyped: this.#address.untyped,
      path: variables.map((name, i) => [name, this.#pathValues[i] ?? '']),
    })
  }

  #call({ verb }: Target, { sent }: Bound): Call {
    return {
      verb,
      principal: this.#caller?.principal ?? null,
      sessionId: this.#caller?.sessionId ?? null,
      requestId: this.#request.id,
      sent,
      changeSession: (change: SessionChange) => {
        this.#reply.header('set-cookie', sessionCookies(change, this.#request.protocol === 'https'))
      },
    }
  }

  #answer(response: object, target: Target): FastifyReply {
    const { sender } = this.#host
    this.#log(target, this.#address.isOneWay ? 204 : 200, null)
    if (this.#address.isOneWay) return sender.nothing(this.#reply)
    return sender.answer(this.#reply, this.#format, target.endpoint.answers.encode(this.#format, response))
  }

  #refuse(failure: Failure, target: Target | null): FastifyReply {
    this.#log(target, failure.status, failure.code)
    return this.#host.sender.failure(this.#reply, this.#format, failure, target?.endpoint.answers)
  }

  #withoutTarget(verb: string): FastifyReply {
    const allowed = allowedAt(this.#address)
    this.#reply.header('allow', allowed)
    if (verb !== 'OPTIONS') return this.#refuse(fail(hostErrors.MethodNotAllowed, verb, allowed), null)
    this.#log(null, 204, null)
    return this.#host.sender.nothing(this.#reply)
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
  #suffixOfLastValue(): Format | null {
    const last = this.#pathValues.at(-1)
    if (last === undefined || !this.#address.path.endsWith('}')) return null
    const dot = last.lastIndexOf('.')
    const format = dot > 0 ? this.#host.formats.byName(last.slice(dot + 1)) : undefined
    if (format) this.#pathValues[this.#pathValues.length - 1] = last.slice(0, dot)
    return format ?? null
  }
}

/** What a request says of the format of its answer. */
export function wishesOf(request: FastifyRequest, query: Query, fixed: Format | null): Wishes {
  const { accept, 'content-type': contentType } = request.headers
  return { fixed, format: lastOf(query, 'format'), accept, contentType }
}

/** A POST may stand for another verb, for clients whose network lets no other pass. */
function verbOf({ method, headers }: FastifyRequest): string {
  const override = headers['x-http-method-override']
  return method === 'POST' && typeof override === 'string' ? override.toUpperCase() : method
}

/** The values of the path's variables, in order. */
function pathValues(params: unknown): string[] {
  return typeof params === 'object' && params !== null ? Object.values(params).map(String) : []
}
