import { readFile } from 'node:fs/promises'
import type { Page } from '../../host/page.ts'
import { fail } from '../../schema/failure.ts'
import { html } from '../html.ts'
import { docsErrors, type ServiceInfo } from '../service.ts'

/** Where the build puts the files of Swagger UI, as seen from src/ and from dist/. */
const packaged = new URL('../../../../dist/swagger-ui/', import.meta.url)

/** The files that the page loads, and no other: where each is, and its type. */
const files = new Map([
  ['init.js', { url: new URL('init.js', import.meta.url), contentType: 'text/javascript; charset=utf-8' }],
  [
    'swagger-ui-bundle.js',
    { url: new URL('swagger-ui-bundle.js', packaged), contentType: 'text/javascript; charset=utf-8' },
  ],
  ['swagger-ui.css', { url: new URL('swagger-ui.css', packaged), contentType: 'text/css; charset=utf-8' }],
  ['favicon-32x32.png', { url: new URL('favicon-32x32.png', packaged), contentType: 'image/png' }],
])

/** `/swagger-ui`: Swagger UI on the OpenAPI document, all from this server. */
export function swaggerUiPages({ serviceName }: ServiceInfo): Page[] {
  const index = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Swagger UI - ${serviceName}</title>
<link rel="icon" href="/swagger-ui/favicon-32x32.png">
<link rel="stylesheet" href="/swagger-ui/swagger-ui.css">
<script defer src="/swagger-ui/swagger-ui-bundle.js"></script>
<script type="module" src="/swagger-ui/init.js"></script>
</head>
<body>
<main id="swagger-ui"><p>This page needs scripts. <a href="/metadata">The metadata pages</a> do not.</p></main>
</body>
</html>
`
  return [
    {
      path: '/swagger-ui',
      variant: () => '',
      answer: () => ({ contentType: 'text/html; charset=utf-8', body: index.text }),
    },
    {
      path: '/swagger-ui/{file}',
      variant: ({ path }) => (files.has(path.file ?? '') ? (path.file ?? '') : null),
      async answer({ path }) {
        const name = path.file ?? ''
        const file = files.get(name)
        if (file === undefined) return fail(docsErrors.NotFound, 'file', name)
        return { contentType: file.contentType, body: await readFile(file.url) }
      },
    },
  ]
}
