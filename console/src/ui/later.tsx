import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** A component that is loaded when it is first shown. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  return function Later(props: Props) {
    const [Loaded, setLoaded] = useState<ComponentType<Props> | null>(null)
    useEffect(() => {
      void load().then((component) => setLoaded(() => component))
    }, [])
    if (Loaded) return <Loaded {...props} />
    return (
      <p class="loading" role="status">
        Loading …
      </p>
    )
  }
}
