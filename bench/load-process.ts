import { type Load, type LoadResult, runLoad } from './load.ts'

/** What this process answers: what it measured, or why it could not. */
export type LoadAnswer = { readonly result: LoadResult } | { readonly error: string }

// Only the benchmark that starts this process writes to it.
process.on('message', (load: Load) => {
  runLoad(load).then(
    (result) => answer({ result }),
    (error: unknown) => answer({ error: String(error) }),
  )
})

function answer(message: LoadAnswer): void {
  process.send?.(message)
}

process.on('disconnect', () => process.exit())
