import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What is built of what, and the file that tells when. */
const builds = [
  { sources: 'src', record: 'dist/.tsbuildinfo' },
  { sources: 'console', record: 'dist/console/index.html' },
]

/** Builds the program and the console once before the tests that start it, unless the build is newer than every source. */
export function setup(): void {
  if (builds.every(isNewer)) return
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' })
}

function isNewer({ sources, record }: { sources: string; record: string }): boolean {
  const paths = readdirSync(join(root, sources), { recursive: true, encoding: 'utf8' })
  const newest = Math.max(...paths.map((path) => statSync(join(root, sources, path)).mtimeMs))
  return existsSync(join(root, record)) && statSync(join(root, record)).mtimeMs > newest
}
