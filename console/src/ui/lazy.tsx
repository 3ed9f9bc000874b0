import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { NotLoaded } from './not-loaded.tsx'
import { Page } from './page.tsx'

type Loading<Props> = { readonly component: ComponentType<Props> } | 'loading' | 'failed'

/** A component that is loaded when it is first shown. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  return function Later(props: Props) {
    const [state, setState] = useState<Loading<Props>>('loading')
    useEffect(() => {
      void load().then(
        (component) => setState({ component }),
        () => setState('failed'),
      )
    }, [])
    if (state === 'failed') {
      return (
        <Page title="Not loaded">
          <NotLoaded what="This page" />
        </Page>
      )
    }
    if (state !== 'loading') return <state.component {...props} />
    return (
      <p class="loading" role="status">
        Loading …
      </p>
    )
  }
}
