/**
 * Prints "N passed, N failed" of vitest's JSON report, with ", N skipped" where some were.
 * Usage: node scripts/ci-summary.mjs REPORT STATUS, where STATUS is the exit code of the run.
 */
import { existsSync, readFileSync } from 'node:fs'

const [path = '', status = ''] = process.argv.slice(2)
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = reportAt(path)
const brokenFiles = testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some(isFailed))

const found = numFailedTests + brokenFiles.length
// What fails outside a test, such as a check or the build, is one failure too.
const failed = found === 0 && status !== '0' ? 1 : found
const skipped = numPendingTests + numTodoTests
console.log(`${numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)

/** The report, or that of no test where the run did not come so far. */
function reportAt(file) {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] }
}

function isFailed(result) {
  return result.status === 'failed'
}
