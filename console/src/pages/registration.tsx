import { Page } from '../ui/page.tsx'

export function RegistrationPage(_props: { readonly id?: number | string }) {
  return <Page title="registration">…</Page>
}
