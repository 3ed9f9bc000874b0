import { Page } from '../ui/page.tsx'

export function TimetablePage(_props: { readonly id?: number | string }) {
  return <Page title="timetable">…</Page>
}
