import { readFile } from 'node:fs/promises'
import type { Page } from '../../host/page.ts'
import { style } from './style.ts'

const scripts = ['search.js', 'try-it.js']

/** What the metadata pages load: one style sheet, and a script for each kind of page. */
export function assetPages(): Page[] {
  const sheet: Page = {
    path: '/assets/lectern.css',
    answer: () => ({ contentType: 'text/css; charset=utf-8', body: style }),
  }
  return [sheet, ...scripts.map(scriptPage)]
}

function scriptPage(name: string): Page {
  const file = new URL(name, import.meta.url)
  return {
    path: `/assets/${name}`,
    answer: async () => ({ contentType: 'text/javascript; charset=utf-8', body: await readFile(file, 'utf8') }),
  }
}
