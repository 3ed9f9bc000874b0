import type { Format } from './codec.ts'
import { json } from './json/json.ts'
import { jsv } from './jsv/jsv.ts'
import { xml } from './xml/xml.ts'

export { json, jsv, xml }

/** Every format of the wire, the preferred one first. */
export const formats: readonly [Format, ...Format[]] = [json, jsv, xml]
