import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { afterEach, expect, test } from 'vitest'
import { failingCallbacks, guardCallback, onCallbackError } from '../../src/runtime/guard.ts'

const source = join(import.meta.dirname, '../../src')
const timers = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'])
const listeners = new Set(['on', 'once', 'addListener', 'prependListener'])

/** Their parsers call back while their caller waits, which catches what is thrown. */
const synchronous = ['protocol/formats/xml/syntax.ts', 'schedule-xml.ts']

/** The inline callbacks of timers and event listeners in a file that are not guarded, as `file:line`. */
function unguarded(file: string): string[] {
  const found: string[] = []
  const tree = ts.createSourceFile(file, readFileSync(join(source, file), 'utf8'), ts.ScriptTarget.Latest, true)
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isBareCallback(node)) {
      found.push(`${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

function isBareCallback({ expression, arguments: given }: ts.CallExpression): boolean {
  const name = ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText()
  const callback = timers.has(name) ? given[0] : listeners.has(name) ? given[1] : undefined
  if (!callback || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))) return false
  // One that does nothing cannot throw.
  return !['undefined', '{}'].includes(callback.body.getText().replaceAll(/\s/g, ''))
}

afterEach(() => onCallbackError(() => {}))

test('every timer and event listener of the program is guarded, so that none can end the process', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  expect(files.length).toBeGreaterThan(300)
  const checked = files.filter((file) => !synchronous.some((end) => file.endsWith(end)))
  expect(checked.flatMap(unguarded)).toEqual([])
})

test('an error of a guarded callback is reported, and the callback counts as failing until it succeeds', async () => {
  const reported: unknown[] = []
  onCallbackError((callback, error) => reported.push([callback, String(error)]))
  let outcome: () => unknown = () => {
    throw new Error('broken')
  }
  const callback = guardCallback('example', () => outcome())
  callback()
  expect(reported).toEqual([['example', 'Error: broken']])
  expect(failingCallbacks()).toEqual(['example'])
  outcome = () => Promise.reject(new Error('broken later'))
  callback()
  await expect.poll(() => reported.length).toBe(2)
  outcome = () => Promise.resolve()
  callback()
  await expect.poll(() => failingCallbacks()).toEqual([])
})
