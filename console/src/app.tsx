import { signedInAs } from './api/signed-in.ts'
import { isSandbox } from './lib/is-sandbox.ts'
import { behind, place } from './lib/router.ts'
import { AuditPage } from './pages/audit-page.tsx'
import { ChartsPage } from './pages/charts-page.tsx'
import { EventsPage } from './pages/events-page.tsx'
import { NotFoundPage } from './pages/not-found-page.tsx'
import { RegistrationPage } from './pages/registration-page.tsx'
import { RegistrationsPage } from './pages/registrations-page.tsx'
import { SessionPage } from './pages/session-page.tsx'
import { SignInPage } from './pages/sign-in-page.tsx'
import { TimetablePage } from './pages/timetable-page.tsx'
import { Announcer } from './ui/announcer.tsx'
import { ConfirmDialog } from './ui/confirm.tsx'
import { EventFrame } from './ui/event-frame.tsx'
import { Header } from './ui/header.tsx'
import { later } from './ui/lazy.tsx'
import { Toasts } from './ui/toasts.tsx'

/** Nobody needs them but those who develop against a sandbox. */
const SandboxPages = later(async () => (await import('./pages/sandbox/sandbox-page.tsx')).SandboxPages)

export function App() {
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Header />
      {signedInAs.value === null ? <SignInPage /> : <Routes />}
      <Toasts />
      <ConfirmDialog />
      <Announcer />
    </>
  )
}

function Routes() {
  const { path } = place.value
  if (path === '/') return <EventsPage />
  if (isSandbox && /^\/sandbox(?:\/|$)/.test(path)) return <SandboxPages />
  const event = Number(/^\/events\/(\d+)(?:\/|$)/.exec(path)?.[1])
  if (!event) return <NotFoundPage />
  return (
    <EventFrame key={event} id={event}>
      <EventRoutes path={path} />
    </EventFrame>
  )
}

function EventRoutes({ path }: { path: string }) {
  const at = `/events/${path.split('/')[2]}`
  if (path === at) return <TimetablePage />
  if (path === `${at}/registrations`) return <RegistrationsPage />
  if (path === `${at}/charts`) return <ChartsPage />
  if (path === `${at}/history`) return <AuditPage />
  const session = behind(`${at}/sessions/`, path)
  if (session !== null) return <SessionPage key={session} id={Number(session)} />
  const registration = behind(`${at}/registrations/`, path)
  if (registration !== null) return <RegistrationPage key={registration} id={registration} />
  return <NotFoundPage />
}
