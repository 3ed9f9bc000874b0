import type { PageResponse } from '../../host/page.ts'
import { type Html, html } from '../html.ts'
import type { ServiceInfo } from '../service.ts'

interface Content {
  readonly title: string
  readonly main: Html
  /** The file under `/assets/` that makes more of the page where scripts run; null: none does. */
  readonly script: string | null
}

/** A whole page of the metadata. It needs no script, no style and no address but its own origin's. */
export function htmlPage({ serviceName, version }: ServiceInfo, { title, main, script }: Content): PageResponse {
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} - ${serviceName}</title>
<link rel="stylesheet" href="/assets/lectern.css">
${script === null ? null : html`<script type="module" src="/assets/${script}"></script>`}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header><p><a href="/metadata">${serviceName}</a></p></header>
<main id="main" tabindex="-1">
${main}
</main>
<footer><p>Version ${version}</p></footer>
</body>
</html>
`
  return { contentType: 'text/html; charset=utf-8', body: page.text }
}
