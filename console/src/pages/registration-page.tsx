import { useEvent } from '../lib/current-event.ts'
import { useReload } from '../lib/use-live.ts'
import { useAnswer } from '../lib/use-query.ts'
import { readChoices } from '../model/choices.ts'
import { type Registration, readRegistration } from '../model/registration.ts'
import { AgendaTable } from '../ui/agenda-table.tsx'
import { Shown } from '../ui/async-boundary.tsx'
import { Page } from '../ui/page.tsx'
import { RegistrationFacts } from '../ui/registration-facts.tsx'
import { ChoiceList } from '../ui/session-option-list.tsx'
import { WaitingTable } from '../ui/waiting-table.tsx'

export function RegistrationPage({ id }: { readonly id: string }) {
  const { event } = useEvent()
  const asked = useAnswer(`registration ${event.id} ${id}`, () => readRegistration(event.id, id))
  return (
    <Shown asked={asked} what="The registration">
      {(registration) => <WholeRegistration registration={registration} reload={asked.reload} />}
    </Shown>
  )
}

function WholeRegistration({ registration, reload }: { registration: Registration; reload: () => void }) {
  const { event } = useEvent()
  const { agenda, waiting } = registration
  // What may be added changes with what is held, so both are read together.
  const held = [...agenda.map(({ sessionId }) => sessionId), ...waiting.keys()].join()
  const choices = useAnswer(`choices ${registration.id} ${registration.status} ${held}`, () =>
    readChoices(event.id, registration),
  )
  const mine = new Set([...agenda.map(({ sessionId }) => sessionId), ...waiting.keys()])
  useReload(reload, { of: mine })
  const query = new URLSearchParams({ EventID: String(event.id), RegistrationID: registration.id })
  const actions = (
    <>
      <a class="button" href={`/api/EventRegistrationCalendar?${query}`} download="agenda.ics">
        Agenda as iCalendar
      </a>
      <a class="button" href={`/api/EventRegistrationAgenda.csv?${query}`} download="agenda.csv">
        Agenda as CSV
      </a>
    </>
  )
  return (
    <Page
      title={registration.name}
      of={event.name}
      lead={registration.badge === null ? undefined : `Badge ${registration.badge}`}
      actions={actions}
    >
      <RegistrationFacts registration={registration} onChanged={reload} />
      <section aria-labelledby="agenda">
        <h2 id="agenda">Agenda</h2>
        <AgendaTable registration={registration} onChanged={reload} />
      </section>
      {waiting.size > 0 && (
        <section aria-labelledby="waiting">
          <h2 id="waiting">Waiting lists</h2>
          <WaitingTable registration={registration} choices={choices.value?.list ?? []} onChanged={reload} />
        </section>
      )}
      <section aria-labelledby="add">
        <h2 id="add">Add a session</h2>
        <Shown asked={choices} what="The sessions">
          {({ list, groups }) => (
            <ChoiceList
              registration={registration}
              choices={list}
              groups={groups}
              onChanged={() => {
                reload()
                choices.reload()
              }}
            />
          )}
        </Shown>
      </section>
    </Page>
  )
}
