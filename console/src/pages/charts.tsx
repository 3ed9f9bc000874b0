import { Page } from '../ui/page.tsx'

export function ChartsPage(_props: { readonly id?: number | string }) {
  return <Page title="charts">…</Page>
}
