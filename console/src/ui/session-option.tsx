interface ChoiceProps<Value extends string> {
  readonly name: string
  readonly value: string
  readonly choices: readonly (readonly [Value, string])[]
  readonly onChoose: (value: Value) => void
}

/** One of a few things, all in sight. */
export function Choice<Value extends string>({ name, value, choices, onChoose }: ChoiceProps<Value>) {
  return (
    <fieldset class="choice">
      <legend>{name}</legend>
      {choices.map(([each, text]) => (
        <button key={each} type="button" aria-pressed={each === value} onClick={() => onChoose(each)}>
          {text}
        </button>
      ))}
    </fieldset>
  )
}
