import { ProblemNote } from './problem.tsx'

const problem = {
  code: 'NotLoaded',
  message: 'The server could not be reached, or it has a newer version of the console.',
  reasons: [],
}

/** Says that a part of the console could not be loaded. Browsers do not load a failed module again: only a new page helps. */
export function NotLoaded({ what }: { readonly what: string }) {
  return <ProblemNote problem={problem} what={`${what} could not be loaded.`} retry={() => location.reload()} />
}
