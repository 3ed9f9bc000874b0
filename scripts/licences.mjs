// Writes docs/licences.md: every package that a production install brings, with its licence, from package-lock.json and the
// packages themselves. `node scripts/licences.mjs`; with --check it only looks whether the page is as it should be.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const page = join(root, 'docs/licences.md')

/** What may be used and passed on without more than being named. */
const allowed = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'Python-2.0',
])

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
const rows = Object.entries(packages)
  .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
  .map(([path, { version, license, optional }]) => ({
    name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    version,
    license: license ?? licenseOf(path),
    optional: optional === true,
  }))
  .sort((a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'))

function licenseOf(path) {
  const { license, licenses } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'))
  return typeof license === 'string'
    ? license
    : (license?.type ?? licenses?.map(({ type }) => type).join(' OR ') ?? 'none')
}

/** `(MIT OR Apache-2.0)` is allowed where one of them is, `MIT AND ISC` where both are. */
function isAllowed(license) {
  const text = license.replaceAll(/[()]/g, '')
  if (text.includes(' OR ')) return text.split(' OR ').some(isAllowed)
  return text.split(' AND ').every((each) => allowed.has(each.trim()))
}

const unknown = rows.filter(({ license }) => !isAllowed(license))
if (unknown.length > 0) {
  process.stderr.write(`Not allowed: ${unknown.map(({ name, license }) => `${name} (${license})`).join(', ')}\n`)
  process.exit(1)
}

const unique = rows.filter(({ name, version }, i) => rows[i - 1]?.name !== name || rows[i - 1]?.version !== version)
const table = [
  ['Package', 'Version', 'Licence'],
  ...unique.map(({ name, version, license }) => [`\`${name}\``, version, license]),
]
const widths = [0, 1, 2].map((i) => Math.max(...table.map((row) => row[i].length)))
const line = (row) => `| ${row.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`
const [head, ...others] = table
const text = `# Licences

<!-- Made by \`node scripts/licences.mjs\`. -->

Lectern is under the Apache License 2.0. An installation brings these packages besides, under their own licences; their texts come
with them. What the web console has built in is listed in \`dist/console/licenses.md\`.

${[line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...others.map(line)].join('\n')}
`

if (!process.argv.includes('--check')) writeFileSync(page, text)
else if (readFileSync(page, 'utf8') !== text) {
  process.stderr.write('docs/licences.md is not up to date: node scripts/licences.mjs\n')
  process.exit(1)
}
