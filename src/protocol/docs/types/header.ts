import { type Chosen, type Defaults, namesOf, printed } from './options.ts'

/** How a language writes the comment at the head of a file. */
export interface HeadStyle {
  readonly open: string
  /** In front of every line but the first. */
  readonly line: string
  /** In front of an option that is not set. */
  readonly off: string
  readonly close: readonly string[]
}

/**
 * Counts the changes of what is emitted that a client of a saved file would notice.
 */
const version = '1.0'

/**
 * The head of a file, from which clients update it: they send what follows the `BaseUrl: ` line and is not off.
 * @param at when it is written; printed in UTC, to the second
 */
export function header(style: HeadStyle, defaults: Defaults, chosen: Chosen, baseUrl: string, at: Date): string {
  const options = namesOf(defaults).map((name) => {
    return `${chosen.given.has(name) ? '' : style.off}${name}: ${printed(chosen.options[name])}`
  })
  const lines = [
    `Date: ${at.toISOString().slice(0, 19).replace('T', ' ')}`,
    `Version: ${version}`,
    `Tip: To change an option, remove the "${style.off}" before it, then update this file`,
    `BaseUrl: ${baseUrl}`,
    '',
    ...options,
  ]
  return [`${style.open} Options:`, ...lines.map((line) => style.line + line), ...style.close].join('\n')
}

/** The head of the languages with comments like those of C. */
export const cStyle: HeadStyle = { open: '/*', line: '', off: '//', close: ['*/'] }
