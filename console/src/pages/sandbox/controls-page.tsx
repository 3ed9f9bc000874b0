import { useRef, useState } from 'preact/hooks'
import type { Problem } from '../../api/client.ts'
import type { Act } from '../../lib/action.ts'
import { useAnswer } from '../../lib/use-query.ts'
import { callOff, readSandbox, reset, type Sandbox } from '../../model/sandbox.ts'
import { counted } from '../../model/text.ts'
import { Shown } from '../../ui/async-boundary.tsx'
import { confirmed } from '../../ui/confirm.tsx'
import { FaultForm } from '../../ui/fault-form.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { SandboxClockSection } from '../../ui/sandbox-clock.tsx'
import { SnapshotSection } from '../../ui/snapshot-section.tsx'
import { tell } from '../../ui/toasts.tsx'

export function ControlsPage() {
  const asked = useAnswer('sandbox', readSandbox)
  const [refused, setRefused] = useState<{ what: string; problem: Problem } | null>(null)
  const act: Act = async (what, done, work) => {
    const answer = await work()
    setRefused(answer.ok ? null : { what, problem: answer.problem })
    if (answer.ok) tell(done)
    asked.reload()
    return answer.ok
  }
  return (
    <Page
      title="Controls"
      of="Sandbox"
      lead="All of it can be done by calls too: the operations that begin with Sandbox."
      actions={
        <button type="button" class="danger" onClick={() => void resetAll(act)}>
          Reset
        </button>
      }
    >
      {refused && <ProblemNote problem={refused.problem} what={refused.what} dismiss={() => setRefused(null)} />}
      <Shown asked={asked} what="The sandbox">
        {(sandbox) => (
          <>
            <p class="below-facts">
              {sandbox.seed === null
                ? 'Ids are chance; start it with --seed to have the same ones each time.'
                : `Ids are made from the seed ${sandbox.seed}: they are the same each time.`}
            </p>
            <SandboxClockSection sandbox={sandbox} act={act} />
            <SnapshotSection snapshots={sandbox.snapshots} act={act} />
            <Faults sandbox={sandbox} act={act} />
          </>
        )}
      </Shown>
    </Page>
  )
}

async function resetAll(act: Act): Promise<void> {
  const text =
    'Every event is put back as it was when the server started. Your faults are called off, and your clock has the real time again; keys and sign-ins stay.'
  if (!(await confirmed('Reset the sandbox?', text, 'Reset everything'))) return
  await act('The sandbox could not be reset.', 'The sandbox is as it was at the start.', () => reset(null))
}

function Faults({ sandbox: { faults }, act }: { sandbox: Sandbox; act: Act }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const end = async (id: number) => {
    // The button goes with its fault: whoever uses a keyboard goes on from the heading.
    if (await act('The fault could not be called off.', 'The fault is called off.', () => callOff(id)))
      heading.current?.focus()
  }
  return (
    <section aria-labelledby="faults">
      <h2 id="faults" ref={heading} tabIndex={-1}>
        Faults
      </h2>
      <p class="muted">What is to befall the next calls of this client, those of the console among them.</p>
      {faults.length > 0 && (
        <div class="scroll">
          <table class="stacked">
            <thead>
              <tr>
                <th scope="col">Calls of</th>
                <th scope="col">What befalls them</th>
                <th scope="col">How many</th>
                <th scope="col">
                  <span class="only-read">Call off</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {faults.map(({ id, calls, effect, left, befell }) => (
                <tr key={id}>
                  <th scope="row">{calls}</th>
                  <td>{effect}</td>
                  <td>
                    {left === null ? 'all' : counted(left, 'more', 'more')}
                    {befell > 0 && <span class="muted">, {befell} so far</span>}
                  </td>
                  <td class="do">
                    <button
                      type="button"
                      class="small"
                      aria-label={`Call off fault ${id}`}
                      onClick={() => void end(id)}
                    >
                      Call off
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <FaultForm act={act} />
    </section>
  )
}
