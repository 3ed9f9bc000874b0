import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))
const compressible = /\.(?:js|css|html|svg)$/

/** Writes each file compressed beside itself, so that the server need not do it. */
function compressed(): Plugin {
  const [brotli, zipped] = [promisify(brotliCompress), promisify(gzip)]
  return {
    name: 'compressed',
    apply: 'build',
    // When all is written: other plugins change files up to then.
    async writeBundle({ dir = '.' }, bundle) {
      const paths = Object.keys(bundle).filter((name) => compressible.test(name))
      await Promise.all(
        paths.map(async (name) => {
          const source = await readFile(join(dir, name))
          const params = { [constants.BROTLI_PARAM_SIZE_HINT]: source.length }
          await writeFile(join(dir, `${name}.br`), await brotli(source, { params }))
          await writeFile(join(dir, `${name}.gz`), await zipped(source, { level: 9 }))
        }),
      )
    },
  }
}

/** The console is served at /console; `npm run dev:console` gives the calls on to a server, by default that of `lectern demo`. */
export default defineConfig({
  root,
  base: '/console/',
  plugins: [compressed()],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    target: 'es2022',
    // What the policy of the server forbids: nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // What is bundled goes with its licences.
    license: { fileName: 'licenses.md' },
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/Ams', '/sandbox'].map((path) => [path, process.env.LECTERN_URL ?? 'http://127.0.0.1:8080']),
    ),
  },
})
