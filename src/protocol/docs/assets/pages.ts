import { readFile } from 'node:fs/promises'
import { stylesheet, stylesheetContentType, stylesheetPath } from '../../formats/html/stylesheet.ts'
import { bannerStyle, bannerStylePath } from '../../host/banner.ts'
import type { Page } from '../../host/page.ts'
import { style } from './style.ts'

const scripts = ['search.js', 'try-it.js']

/** What pages load: the style sheet of the metadata and that of answers, and a script for each kind of page. */
export function assetPages(): Page[] {
  const sheet: Page = {
    path: '/assets/lectern.css',
    variant: () => '',
    answer: () => ({ contentType: 'text/css; charset=utf-8', body: style }),
  }
  const answerSheet: Page = {
    path: stylesheetPath,
    variant: () => '',
    answer: () => ({ contentType: stylesheetContentType, body: stylesheet }),
  }
  const noticeSheet: Page = {
    path: bannerStylePath,
    variant: () => '',
    answer: () => ({ contentType: 'text/css; charset=utf-8', body: bannerStyle }),
  }
  return [sheet, answerSheet, noticeSheet, ...scripts.map(scriptPage)]
}

function scriptPage(name: string): Page {
  const file = new URL(name, import.meta.url)
  return {
    path: `/assets/${name}`,
    variant: () => '',
    answer: async () => ({ contentType: 'text/javascript; charset=utf-8', body: await readFile(file, 'utf8') }),
  }
}
