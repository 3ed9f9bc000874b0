import { useAnswer } from '../../lib/use-query.ts'
import { type CallDetail, type Pair, readCall } from '../../model/calls.ts'
import { momentText, ownZone } from '../../model/instant.ts'
import { Shown } from '../../ui/async-boundary.tsx'
import { Page } from '../../ui/page.tsx'
import { StatusTag } from '../../ui/status-tag.tsx'
import { tell } from '../../ui/toasts.tsx'

/** One call: what was sent, how it was read, which rules were asked, and the answer. */
export function CallPage({ id }: { id: number }) {
  const asked = useAnswer(`call ${id}`, () => readCall(id))
  const call = asked.value
  return (
    <Page
      title={`Call ${id}`}
      of="Sandbox"
      lead={call && `${call.verb} ${call.operation || 'of no operation'}`}
      actions={
        call && (
          <button type="button" onClick={() => void copied(call.curl)}>
            Copy as curl
          </button>
        )
      }
    >
      <Shown asked={asked} what="The call">
        {(shown) => <Detail call={shown} />}
      </Shown>
    </Page>
  )
}

async function copied(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    tell('The command is copied. It signs in with the variable LECTERN_KEY, which is to hold KEY:SECRET.')
  } catch {
    tell('The browser does not let it be copied: take it from the end of this page.')
  }
}

function Detail({ call }: { call: CallDetail }) {
  return (
    <>
      {call.lost.length > 0 && (
        <div class="note">
          <p>
            <strong>What the original would have lost in silence</strong>
          </p>
          <ul>
            {call.lost.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      )}
      <dl class="facts">
        <dt>Address</dt>
        <dd class="id">
          {call.verb} {call.url}
        </dd>
        <dt>When</dt>
        <dd>
          {momentText(call.at, ownZone)}, {call.milliseconds} ms
        </dd>
        <dt>Who</dt>
        <dd class="id">
          {call.principal || 'nobody who is signed in'} <span class="muted">from {call.address}</span>
        </dd>
        <dt>Answer</dt>
        <dd>
          <StatusTag call={call} />
        </dd>
        <dt>Request id</dt>
        <dd class="id">{call.requestId}</dd>
      </dl>
      <Fields call={call} />
      <Rules call={call} />
      <Message title="Request" headers={call.requestHeaders} body={call.requestBody} />
      <Message title="Answer" headers={call.answerHeaders} body={call.answerBody} />
      <section aria-labelledby="curl">
        <h2 id="curl">As a command</h2>
        <Text text={call.curl} label="The command" />
      </section>
    </>
  )
}

function Fields({ call: { fields, ignored } }: { call: CallDetail }) {
  return (
    <section aria-labelledby="fields">
      <h2 id="fields">Fields as they were read</h2>
      {fields.length === 0 && <p class="muted">None: nothing was sent, or it could not be read.</p>}
      {fields.length > 0 && (
        <table class="stacked">
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">From</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ name, source, value }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{sources.get(source)}</td>
                <td>
                  <code class="id">{value}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {ignored.length > 0 && <p>Ignored, for no field has such a name: {ignored.join(', ')}</p>}
    </section>
  )
}

const sources = new Map([
  ['Query', 'the query string'],
  ['Body', 'the body'],
  ['Path', 'the path'],
])

function Rules({ call: { rules } }: { call: CallDetail }) {
  if (rules.length === 0) return null
  return (
    <section aria-labelledby="rules">
      <h2 id="rules">Rules that were asked</h2>
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">About</th>
            <th scope="col">Said</th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ rule, registration, session, outcome }, at) => (
            <tr key={at}>
              <th scope="row">
                <code>{rule}</code>
              </th>
              <td class="id">{[registration, session !== null && `session ${session}`].filter(Boolean).join(', ')}</td>
              <td>
                <span class={`tag flush ${looks.get(outcome)}`}>{outcome}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const looks = new Map([
  ['Allowed', 'good'],
  ['Refused', 'full'],
  ['Waits', 'waiting'],
])

function Message({ title, headers, body }: { title: string; headers: readonly Pair[]; body: string }) {
  const id = title.toLowerCase()
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {body === '' ? <p class="muted">No body.</p> : <Text text={body} label={`The body of the ${id}`} />}
      <details>
        <summary>{headers.length} headers</summary>
        <dl class="facts">
          {headers.map(({ name, value }, at) => (
            <div key={at} class="header">
              <dt>{name}</dt>
              <dd class="id">{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  )
}

function Text({ text, label }: { text: string; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="text" tabIndex={0} aria-label={label}>
      <pre>{text}</pre>
    </section>
  )
}
