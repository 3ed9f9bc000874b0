import { operations as contract } from '../../../../src/contract/index.ts'
import { typesPages } from '../../../../src/protocol/docs/types/index.ts'
import type { Page } from '../../../../src/protocol/host/page.ts'
import { dto, field } from '../../../../src/protocol/schema/dto.ts'
import type { Failure } from '../../../../src/protocol/schema/failure.ts'
import { get, type Operation, operation, post, put } from '../../../../src/protocol/schema/operation.ts'
import * as t from '../../../../src/protocol/schema/types.ts'
import { Everything } from '../../formats/types.ts'

/** Words that one language or another keeps for itself, as members, types and enum values. */
const awkward = [
  ...[
    'Type',
    'Date',
    'Name',
    'Id',
    'Error',
    'Event',
    'Property',
    'Stop',
    'String',
    'List',
    'Field',
    'Config',
    'Module',
  ],
  ...['class', 'default', 'return', 'end', 'val', 'fun', 'function', 'object', 'self', 'lambda', 'when', 'protocol'],
  ...['init', 'ResponseType', 'Context', 'HashCode', 'None', 'True', 'await', 'async', 'member', 'typealias', 'with'],
]
const Signup = t.enumeration('Signup', ['None', 'Open', 'Default', 'Date', 'End', 'Class'])
const Venue = dto('Venue', {}, { Name: t.string(), TimeZone: t.string() })

export const Awkward = dto(
  'Awkward',
  {},
  {
    ...Object.fromEntries(awkward.map((name) => [name, t.string()])),
    Venue,
    Signup,
  },
)

const GatheringsBase = dto('GatheringsBase', {}, { EventId: t.int(), Tags: t.list(t.string()) })
/** A request that its own answer holds, with members named as their types. */
export const Gatherings = dto(
  'Gatherings',
  { extends: GatheringsBase },
  {
    Signup,
    Venue,
    Type: field(Signup, {
      description: 'Ends no */ comment, """ string or <b>.',
      required: true,
      location: 'query',
    }),
    DateTimeOffset: t.double(),
    SKU: t.string(),
  },
)
const GatheringsResponse = dto('GatheringsResponse', {}, { Gatherings: t.list(Gatherings) })
/** Reaches the answer of another operation before its request. */
const Almanac = dto('Almanac', {}, { Latest: GatheringsResponse })
const AlmanacResponse = dto('AlmanacResponse', {}, {})

/** The contract, and operations that the emitters could trip over. */
export const operations: readonly Operation[] = [
  ...contract,
  operation({ request: Almanac, response: AlmanacResponse, roles: [], routes: [get('/almanac')] }),
  operation({
    request: Gatherings,
    response: GatheringsResponse,
    roles: [],
    routes: [
      get('/gatherings/{EventId}', 'Reads, "writes" and\nlists.'),
      put('/gatherings/{EventId}'),
      get('/gatherings'),
    ],
  }),
  operation({ request: Everything, response: Awkward, roles: [], routes: [post('/everything')] }),
]

export const baseUrl = 'http://127.0.0.1:8080'
export const pages = typesPages(operations, () => new Date('2024-05-03T02:03:39Z'))

/** What a page answers to a query. */
export function ask(language: string, query: Readonly<Record<string, string>> = {}, of: readonly Page[] = pages) {
  const page = of.find((p) => p.path === `/types/${language}`)
  if (!page) throw new Error(`no page for ${language}`)
  const lower = Object.entries(query).map(([name, value]): [string, string] => [name.toLowerCase(), value])
  return page.answer({ query: new Map(lower), path: {}, baseUrl })
}

/** The source that a page answers; a failure is an error here. */
export async function source(language: string, query?: Readonly<Record<string, string>>): Promise<string> {
  const answer = await ask(language, query)
  if (!('body' in answer) || typeof answer.body !== 'string') throw new Error(JSON.stringify(answer))
  return answer.body
}

/** The failure that a page answers; an answer is an error here. */
export async function refusal(language: string, query: Readonly<Record<string, string>>): Promise<Failure> {
  const answer = await ask(language, query)
  if ('body' in answer) throw new Error('an answer')
  return answer
}
