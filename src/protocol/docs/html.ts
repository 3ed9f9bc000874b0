/** Markup that is safe to stand in a page as it is; only {@link html} makes it. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

/** What may stand in a template: markup as it is, text escaped, lists one after the other, false and null as nothing. */
export type Part = Html | string | number | false | null | undefined | readonly Part[]

/**
 * Markup of a template whose values are escaped, in text and in quoted attributes alike. It serves for XML too.
 * A value may not stand in a script, in a style, or in an attribute without quotes.
 */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = template[0] ?? ''
  for (const [i, part] of parts.entries()) text += markup(part) + (template[i + 1] ?? '')
  return new Html(text)
}

function markup(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'string') return escaped(part)
  return typeof part === 'number' ? String(part) : part.map(markup).join('')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => entities[char] ?? '')
}
