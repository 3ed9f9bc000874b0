interface DownloadProps {
  /** The name of an operation that is read by GET. */
  readonly operation: string
  readonly query: Readonly<Record<string, string | number>>
  readonly what: string
}

/** A link that saves an answer of the API as CSV. */
export function Download({ operation, query, what }: DownloadProps) {
  const parameters = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))
  return (
    <a class="button" href={`/api/${operation}.csv?${parameters}`} download={`${what.toLowerCase()}.csv`}>
      {what} as CSV
    </a>
  )
}
