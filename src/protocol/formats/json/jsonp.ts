import { type Failure, failField } from '../../schema/failure.ts'
import { formatErrors } from '../codec.ts'
import { shown } from '../problems.ts'

/** The Content-Type of what {@link jsonp} makes. */
export const jsonpContentType = 'text/javascript; charset=utf-8'

const identifierPath = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/
const longestName = 200

/**
 * A script that calls the function `callback` with a JSON text: `cb({…})`. The JSON stays the same value, but can stand
 * in any script. A name that is no plain identifier path (`cb`, `a.b.c`, `$x`) is refused, by the field `callback`.
 */
export function jsonp(callback: string, json: string): string | Failure {
  if (callback.length > longestName || !identifierPath.test(callback)) {
    return failField('callback', formatErrors.InvalidValue, 'the name of a JavaScript function', shown(callback))
  }
  const argument = json.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029').replaceAll('</', '<\\/')
  return `${callback}(${argument === '' ? 'null' : argument})`
}
