import { useState } from 'preact/hooks'
import type { Act } from '../lib/action.ts'
import { orderFault, type WantedFault } from '../model/sandbox.ts'

const usual: WantedFault = {
  operation: '',
  verb: '',
  effect: 'status',
  status: 503,
  delay: 0,
  times: 1,
  isAfter: false,
}

/** Orders a fault. */
export function FaultForm({ act }: { act: Act }) {
  const [wanted, setWanted] = useState(usual)
  const change = (part: Partial<WantedFault>) => setWanted((before) => ({ ...before, ...part }))
  return (
    <form
      class="filters"
      aria-label="Order a fault"
      onSubmit={(event) => {
        event.preventDefault()
        void act('The fault could not be ordered.', 'The fault is ordered.', () => orderFault(wanted))
      }}
    >
      <label class="wide">
        Operation
        <input
          placeholder="Any"
          value={wanted.operation}
          onInput={(event) => change({ operation: event.currentTarget.value.trim() })}
        />
      </label>
      <label>
        Verb
        <select value={wanted.verb} onChange={(event) => change({ verb: event.currentTarget.value })}>
          <option value="">Any</option>
          {['GET', 'POST', 'PUT', 'DELETE'].map((verb) => (
            <option key={verb}>{verb}</option>
          ))}
        </select>
      </label>
      <label>
        What befalls it
        <select value={wanted.effect} onChange={(event) => change({ effect: effectOf(event.currentTarget.value) })}>
          <option value="status">A status</option>
          <option value="cut">The connection is cut</option>
          <option value="delay">It only waits</option>
        </select>
      </label>
      {wanted.effect === 'status' && (
        <NumberField
          name="Status"
          min={400}
          max={599}
          value={wanted.status}
          onChange={(status) => change({ status })}
        />
      )}
      <NumberField
        name="Wait, in ms"
        min={wanted.effect === 'delay' ? 1 : 0}
        max={60_000}
        value={wanted.delay}
        onChange={(delay) => change({ delay })}
      />
      <NumberField
        name="How many (0: all)"
        min={0}
        max={1_000_000}
        value={wanted.times}
        onChange={(times) => change({ times })}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={wanted.isAfter}
          onChange={(event) => change({ isAfter: event.currentTarget.checked })}
        />
        Carry the call out first
      </label>
      <button type="submit" class="primary">
        Order
      </button>
    </form>
  )
}

function effectOf(value: string): WantedFault['effect'] {
  return value === 'cut' || value === 'delay' ? value : 'status'
}

interface NumberFieldProps {
  readonly name: string
  readonly min: number
  readonly max: number
  readonly value: number
  readonly onChange: (value: number) => void
}

function NumberField({ name, min, max, value, onChange }: NumberFieldProps) {
  return (
    <label>
      {name}
      <input
        type="number"
        required
        min={min}
        max={max}
        value={value}
        onInput={(event) => {
          const { valueAsNumber } = event.currentTarget
          if (!Number.isNaN(valueAsNumber)) onChange(valueAsNumber)
        }}
      />
    </label>
  )
}
