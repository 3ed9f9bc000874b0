// Copies the files of Swagger UI that the server serves into dist/, with their licences: an installed package then needs nothing of
// swagger-ui-dist, one of whose dependencies reports installations.
import { cpSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const files = [
  'swagger-ui-bundle.js',
  'swagger-ui-bundle.js.LICENSE.txt',
  'swagger-ui.css',
  'favicon-32x32.png',
  'LICENSE',
  'NOTICE',
]

const source = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
const target = join(dirname(fileURLToPath(import.meta.url)), '../dist/swagger-ui')
mkdirSync(target, { recursive: true })
for (const file of files) cpSync(join(source, file), join(target, file))
