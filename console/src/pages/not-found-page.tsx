import { Link } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'

export function NotFoundPage() {
  return (
    <Page title="There is no such page">
      <p>
        The address has a mistake, or what it was about is gone. <Link to="/">See the events</Link>.
      </p>
    </Page>
  )
}
