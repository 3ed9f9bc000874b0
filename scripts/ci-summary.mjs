/**
 * Prints "N passed, N failed" of several runs of vitest together, with ", N skipped" where tests were skipped.
 * Usage: node scripts/ci-summary.mjs FOLDER RUN... Each RUN has a report RUN.json and its exit code RUN.code in FOLDER; a run
 * that left no exit code was never started, and counts as one failure.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder = '', ...runs] = process.argv.slice(2)
const counts = runs.map((run) => countsOf(join(folder, run)))
const sum = (name) => counts.reduce((total, each) => total + each[name], 0)
const skipped = sum('skipped')
if (sum('failed') > 0) process.exitCode = 1
console.log(`${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)

function countsOf(path) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = reportAt(`${path}.json`)
  const brokenFiles = testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some(isFailed))
  const found = numFailedTests + brokenFiles.length
  // A run that executed no test proves nothing.
  if (found === 0 && numPassedTests === 0) return { passed: 0, failed: 1, skipped: numPendingTests + numTodoTests }
  // What fails outside a test, such as a check or the build, is one failure too.
  const failed = found === 0 && codeAt(`${path}.code`) !== '0' ? 1 : found
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests }
}

/** The report, or that of no test where the run did not come so far. */
function reportAt(file) {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] }
}

function codeAt(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
}

function isFailed(result) {
  return result.status === 'failed'
}
