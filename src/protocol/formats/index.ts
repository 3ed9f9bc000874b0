import type { Format, ResponseFormat } from './codec.ts'
import { csv } from './csv/csv.ts'
import { html } from './html/html.ts'
import { json } from './json/json.ts'
import { jsv } from './jsv/jsv.ts'

export { csv, html, json, jsv }

/** Every format of the wire, the preferred one first. */
export const formats: readonly Format[] = [json, jsv, csv]

/** Every format that answers are written in, the preferred one first. */
export const responseFormats: readonly ResponseFormat[] = [...formats, html]
