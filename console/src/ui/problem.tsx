import type { Problem } from '../api/client.ts'
import { adviceFor } from '../model/advice.ts'

interface ProblemProps {
  readonly problem: Problem
  /** What could not be done, as a sentence. */
  readonly what: string
  readonly retry?: () => void
  readonly dismiss?: () => void
}

/** Tells why something could not be done, and what to do about it. */
export function ProblemNote({ problem, what, retry, dismiss }: ProblemProps) {
  const reasons = problem.reasons.length > 0 ? problem.reasons : [problem]
  const advice = [...new Set(reasons.map(({ code }) => adviceFor(code)))].filter((text) => text !== '')
  return (
    <div class="note problem" role="alert">
      <p>
        <strong>{what}</strong>
      </p>
      <ul>
        {reasons.map(({ code, message }) => (
          <li key={message}>
            {message} <code>{code}</code>
          </li>
        ))}
      </ul>
      {advice.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {(retry || dismiss) && (
        <div class="actions">
          {retry && (
            <button type="button" onClick={retry}>
              Try again
            </button>
          )}
          {dismiss && (
            <button type="button" class="quiet" onClick={dismiss}>
              Close
            </button>
          )}
        </div>
      )}
    </div>
  )
}
