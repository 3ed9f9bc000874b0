import { useEffect, useState } from 'preact/hooks'
import type { Problem } from '../../api/client.ts'
import { changeQuery, place } from '../../lib/router.ts'
import { usePages } from '../../lib/use-pages.ts'
import { type CallFilter, forgetCalls, parametersOf, readCalls, type SeenCall } from '../../model/calls.ts'
import { counted } from '../../model/text.ts'
import { confirmed } from '../../ui/confirm.tsx'
import { Link } from '../../ui/link.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { StatusTag } from '../../ui/status-tag.tsx'

const pageSize = 50
/** How often it is looked for new calls, in milliseconds. */
const every = 1_000

/** The calls that were made, as they come. */
export function CallsPage() {
  const { query } = place.value
  const filter: CallFilter = {
    operation: query.get('operation') ?? '',
    onlyErrors: query.has('errors'),
    onlyLost: query.has('lost'),
    withConsole: query.has('console'),
  }
  const list = usePages(JSON.stringify(filter), (page, size) => readCalls(filter, page, size), pageSize)
  const { reload, total, problem } = list
  const [refused, setRefused] = useState<Problem | null>(null)
  // Calls that came meanwhile move the pages: what was at the end of one is at the beginning of the next as well.
  const rows = [...new Map(list.rows().map((call) => [call.id, call])).values()]
  const hasMore = rows.length > pageSize
  useEffect(() => {
    // Whoever has gone back to older calls is not to lose them.
    if (hasMore) return
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), every)
    return () => clearInterval(timer)
  }, [reload, hasMore])
  const forget = async () => {
    if (!(await confirmed('Forget all calls?', 'What was recorded of them is gone.', 'Forget'))) return
    const answer = await forgetCalls()
    setRefused(answer.ok ? null : answer.problem)
    reload()
  }
  return (
    <Page
      title="Calls"
      of="Sandbox"
      lead="The authenticated calls of your client, with their responses. No secrets are recorded."
      actions={
        <>
          <a class="button" href={`/sandbox/har?${archiveQuery(filter)}`} download="calls.har">
            As HAR
          </a>
          {hasMore && (
            <button type="button" onClick={reload}>
              Show the newest
            </button>
          )}
          <button type="button" onClick={() => void forget()}>
            Forget all
          </button>
        </>
      }
    >
      <Filters filter={filter} count={total === null ? '' : counted(total, 'call')} />
      {refused && (
        <ProblemNote problem={refused} what="The calls could not be forgotten." dismiss={() => setRefused(null)} />
      )}
      {problem && <ProblemNote problem={problem} what="The calls could not be loaded." retry={reload} />}
      {total === 0 && (
        <p class="note">No such call yet. Point a client at {location.origin}, and its calls show here as they come.</p>
      )}
      {rows.length > 0 && <CallTable calls={rows} />}
      {total !== null && rows.length < total && (
        <button type="button" onClick={() => list.need(list.rows().length, list.rows().length)}>
          Show more
        </button>
      )}
    </Page>
  )
}

function archiveQuery(filter: CallFilter): string {
  return new URLSearchParams(
    Object.entries(parametersOf(filter)).map(([name, value]) => [name, String(value)]),
  ).toString()
}

const switches = [
  ['errors', 'onlyErrors', 'Only refused'],
  ['lost', 'onlyLost', 'Only what the original loses'],
  ['console', 'withConsole', 'Those of the console too'],
] as const

function Filters({ filter, count }: { filter: CallFilter; count: string }) {
  return (
    <search class="filters">
      <label class="wide">
        Operation
        <input
          placeholder="Any"
          value={filter.operation}
          onChange={(event) => changeQuery({ operation: event.currentTarget.value.trim() })}
        />
      </label>
      {switches.map(([name, part, text]) => (
        <label key={name} class="check">
          <input
            type="checkbox"
            checked={filter[part]}
            onChange={(event) => changeQuery({ [name]: event.currentTarget.checked ? '1' : '' })}
          />
          {text}
        </label>
      ))}
      <p class="muted">{count}</p>
    </search>
  )
}

function CallTable({ calls }: { calls: readonly SeenCall[] }) {
  return (
    <div class="scroll">
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Call</th>
            <th scope="col">Sent as</th>
            <th scope="col">Answer</th>
            <th scope="col" class="number">
              Took
            </th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <tr key={call.id}>
              <td class="when">{new Date(call.at).toLocaleTimeString()}</td>
              <th scope="row">
                <Link to={`/sandbox/calls/${call.id}`}>
                  {call.verb} {call.operation || 'no operation'}
                </Link>
                <span class="below url">{call.url}</span>
                {call.lost.length > 0 && <span class="tag waiting flush">The original loses something of it</span>}
              </th>
              <td>{call.requestType.split(';')[0]}</td>
              <td>
                <StatusTag call={call} />
              </td>
              <td class="number">{call.milliseconds.toFixed(1)} ms</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
