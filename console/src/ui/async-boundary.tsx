import type { ComponentChildren } from 'preact'
import type { Asked } from '../lib/use-query.ts'
import { ProblemNote } from './problem.tsx'

interface ShownProps<T> {
  readonly asked: Asked<T>
  /** What is being loaded, as in `The sessions`. */
  readonly what: string
  readonly children: (value: T) => ComponentChildren
}

/** What was asked for, or that it is on its way, or why it cannot be had. */
export function Shown<T>({ asked, what, children }: ShownProps<T>) {
  const { value, problem, isLoading, reload } = asked
  return (
    <>
      {problem && <ProblemNote problem={problem} what={`${what} could not be loaded.`} retry={reload} />}
      {value !== null && children(value)}
      {value === null && isLoading && (
        <p class="loading" role="status">
          Loading …
        </p>
      )}
    </>
  )
}
