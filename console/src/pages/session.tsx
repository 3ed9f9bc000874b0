import { Page } from '../ui/page.tsx'

export function SessionPage(_props: { readonly id?: number | string }) {
  return <Page title="session">…</Page>
}
