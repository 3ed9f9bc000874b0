import type { Format, ResponseFormat } from './codec.ts'
import { csv } from './csv/csv.ts'
import { html } from './html/html.ts'
import { json } from './json/json.ts'
import { jsv } from './jsv/jsv.ts'
import { xml } from './xml/xml.ts'

export { csv, html, json, jsv, xml }

/** Every format of the wire, the preferred one first. */
export const formats: readonly [Format, ...Format[]] = [json, jsv, xml, csv]

/** Every format that answers are written in, the preferred one first. */
export const responseFormats: readonly [ResponseFormat, ...ResponseFormat[]] = [...formats, html]
