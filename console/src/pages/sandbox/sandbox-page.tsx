import '../../styles/sandbox.css'
import { behind, place } from '../../lib/router.ts'
import { Link } from '../../ui/link.tsx'
import { NotFoundPage } from '../not-found-page.tsx'
import { CallPage } from './call-page.tsx'
import { CallsPage } from './calls-page.tsx'
import { ControlsPage } from './controls-page.tsx'

/** What only a sandbox has: its controls, and the calls that it saw. */
export function SandboxPages() {
  return (
    <>
      <SandboxBar />
      <SandboxRoutes />
    </>
  )
}

const parts = [
  ['/sandbox', 'Controls'],
  ['/sandbox/calls', 'Calls'],
] as const

function SandboxBar() {
  const { path } = place.value
  return (
    <div class="event-bar">
      <p class="event-name">
        <Link to="/sandbox">Sandbox</Link>
        <span class="muted">To develop a client against: nothing here is for ever.</span>
      </p>
      <nav aria-label="Parts of the sandbox">
        <ul>
          {parts.map(([to, name]) => (
            <li key={to}>
              <Link to={to} isCurrent={to === '/sandbox' ? path === to : path.startsWith(to)}>
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  )
}

function SandboxRoutes() {
  const { path } = place.value
  if (path === '/sandbox') return <ControlsPage />
  if (path === '/sandbox/calls') return <CallsPage />
  const call = Number(behind('/sandbox/calls/', path))
  return call > 0 ? <CallPage key={call} id={call} /> : <NotFoundPage />
}
