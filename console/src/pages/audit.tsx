import { Page } from '../ui/page.tsx'

export function AuditPage(_props: { readonly id?: number | string }) {
  return <Page title="audit">…</Page>
}
