import { Page } from '../ui/page.tsx'

export function RegistrationsPage(_props: { readonly id?: number | string }) {
  return <Page title="registrations">…</Page>
}
