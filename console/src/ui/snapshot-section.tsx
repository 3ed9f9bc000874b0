import { useRef, useState } from 'preact/hooks'
import type { Act } from '../lib/action.ts'
import { momentText, ownZone } from '../model/instant.ts'
import { forgetSnapshot, reset, type Snapshot, startName, takeSnapshot } from '../model/sandbox.ts'
import { counted } from '../model/text.ts'
import { confirmed } from './confirm.tsx'

/** Points to go back to. */
export function SnapshotSection({ snapshots, act }: { snapshots: readonly Snapshot[]; act: Act }) {
  const [name, setName] = useState('')
  const heading = useRef<HTMLHeadingElement>(null)
  return (
    <section aria-labelledby="snapshots">
      <h2 id="snapshots" ref={heading} tabIndex={-1}>
        Snapshots
      </h2>
      <p class="muted">All events of this client as they were, to go back to. They last as long as the server runs.</p>
      <div class="scroll">
        <table class="stacked">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Taken</th>
              <th scope="col">Holds</th>
              <th scope="col">
                <span class="only-read">What to do with it</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {snapshots.map((snapshot) => (
              <Row key={snapshot.name} snapshot={snapshot} act={act} onGone={() => heading.current?.focus()} />
            ))}
          </tbody>
        </table>
      </div>
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault()
          const taken = act('The snapshot could not be taken.', `The snapshot ${name} is taken.`, () =>
            takeSnapshot(name),
          )
          void taken.then((isTaken) => isTaken && setName(''))
        }}
      >
        <label>
          Name of a new one
          <input required maxLength={60} value={name} onInput={(event) => setName(event.currentTarget.value)} />
        </label>
        <button type="submit">Take a snapshot</button>
      </form>
    </section>
  )
}

interface RowProps {
  readonly snapshot: Snapshot
  readonly act: Act
  /** Its buttons went with it: the focus needs another place. */
  readonly onGone: () => void
}

function Row({ snapshot: { name, takenAt, rows }, act, onGone }: RowProps) {
  const forget = async () => {
    if (await act('The snapshot could not be forgotten.', `${name} is forgotten.`, () => forgetSnapshot(name))) onGone()
  }
  const goBack = async () => {
    const text = `Every event is put back as it was in the snapshot ${name}. What was done since is lost.`
    if (!(await confirmed(`Go back to ${name}?`, text, 'Go back'))) return
    await act('The snapshot could not be put back.', `All events are as in ${name}.`, () => reset(name))
  }
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{momentText(takenAt, ownZone)}</td>
      <td>{counted(rows, 'row')}</td>
      <td class="do">
        <button type="button" class="small" aria-label={`Go back to ${name}`} onClick={() => void goBack()}>
          Go back
        </button>{' '}
        {name !== startName && (
          <button type="button" class="small quiet" aria-label={`Forget ${name}`} onClick={() => void forget()}>
            Forget
          </button>
        )}
      </td>
    </tr>
  )
}
