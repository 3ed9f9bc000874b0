import { type Html, html, htmlPage, type ServiceInfo } from '../protocol/docs/index.ts'
import type { Page } from '../protocol/host/page.ts'
import { canRead } from '../services/middleware/readiness.ts'
import type { Reader } from '../store/engine.ts'
import { highestEventId } from '../store/queries/events.ts'
import { allTenants } from '../store/queries/tenants.ts'

/** How far a server has come: what is to be done next. */
type Stage = 'silent' | 'empty' | 'without events' | 'ready'

/**
 * The first page, at `/`: from an empty database to a first assignment, with the next step first.
 * @param hasConsole whether there is a console to go to
 */
export function homePage(facts: ServiceInfo, reader: Reader, hasConsole: boolean): Page {
  return {
    path: '/',
    async answer({ baseUrl }) {
      const main = html`<h1>Lectern</h1>
<p>An event-registration server that speaks the protocol of YM REST Services.</p>
${nextStep(await stageOf(reader), hasConsole)}
<h2>Where things are</h2>
<ul>
${hasConsole ? html`<li><a href="/console/">The console</a>, for those who run events: sign in with an API key</li>` : null}
<li><a href="/metadata">Every operation</a>, with its fields, samples and a form to try it</li>
<li><a href="/swagger-ui">Swagger UI</a>, <a href="/openapi/v3">OpenAPI</a>, <a href="/postman">Postman</a> and
<a href="/types">types for ten languages</a></li>
</ul>
<p>Point a client at <code>${baseUrl}</code>, and change nothing else of it.</p>`
      return htmlPage(facts, { title: 'Welcome', main, script: null })
    },
  }
}

/** Whoever has more clients has begun. */
const lookedAt = 3

async function stageOf(reader: Reader): Promise<Stage> {
  if (!(await canRead(reader))) return 'silent'
  const clients = await reader.all(allTenants, {})
  if (clients.length === 0) return 'empty'
  for (const { id: client } of clients.slice(0, lookedAt)) {
    if ((await reader.first(highestEventId, { client }))?.last) return 'ready'
  }
  return clients.length > lookedAt ? 'ready' : 'without events'
}

function nextStep(stage: Stage, hasConsole: boolean): Html {
  switch (stage) {
    case 'silent':
      return html`<p><strong>The database does not answer at the moment.</strong> <code>lectern doctor</code> says why.</p>`
    case 'empty':
      return html`<h2>Begin</h2>
<p>The database is empty. On this machine, with the same <code>--database</code> or <code>LECTERN_DATABASE_URL</code> as
the server, make a client (an association of its own) and a key for it; the secret is shown once:</p>
<pre>${firstCommands}</pre>
<p>Then bring in a programme and those who come:</p>
<pre>${importCommands}</pre>
${lastStep(hasConsole)}`
    case 'without events':
      return html`<h2>Go on</h2>
<p>There is a client, and no event yet. Bring in a programme, a table or what pretalx exports, and those who come:</p>
<pre>${importCommands}</pre>
${lastStep(hasConsole)}`
    case 'ready':
      return html``
  }
}

/** The numbers are those of an example, as in the help of the commands: the page names no client of this server. */
const firstCommands = `lectern client add --id 25363 --name "Society of Examples"
lectern key create --client 25363 --role admin --name "Registration desk"`

const importCommands = `lectern import sessions --client 25363 --event 1 --event-name "Annual Meeting" --time-zone Europe/Paris programme.csv
lectern import registrations --client 25363 --event 1 registrations.csv`

function lastStep(hasConsole: boolean): Html {
  const call = `curl -u KEY:SECRET -H 'Content-Type: application/json' \\
  -d '{"BadgeNumber":1,"SessionIds":[11]}' http://SERVER/Ams/25363/Event/1/EventRegistrationSessions`
  return html`<p>A first assignment, with the key and its secret${hasConsole ? ', here or in the console' : null}:</p>
<pre>${call}</pre>
<p>Reload this page to see how far you are.</p>`
}
