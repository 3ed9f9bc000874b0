import { escaped } from '../formats/html/escape.ts'

/** A sentence at the top of every page, and where its reader learns more. */
export interface Banner {
  readonly text: string
  readonly link: { readonly href: string; readonly text: string } | null
}

/** Where {@link bannerStyle} is served. */
export const bannerStylePath = '/assets/notice.css'

/** The look of the notice: it is on pages of every kind, whose own styles know nothing of it. */
export const bannerStyle = `.lectern-notice {
  margin: 0;
  padding: 0.5rem 1rem;
  font: 600 0.9375rem/1.4 system-ui, sans-serif;
  color: #3b2a00;
  background: #ffd766;
  border-bottom: 2px solid #b98900;
}
.lectern-notice a { color: #3b2a00; text-decoration: underline; margin-inline-start: 0.5em; }
`

/** A page with the notice at the top of its body. */
export function withBanner(page: string, { text, link }: Banner): string {
  const more = link ? ` <a href="${escaped(link.href)}">${escaped(link.text)}</a>` : ''
  return page
    .replace('</head>', () => `<link rel="stylesheet" href="${bannerStylePath}"></head>`)
    .replace(/<body[^>]*>/, (body) => `${body}<p class="lectern-notice" role="note">${escaped(text)}${more}</p>`)
}
