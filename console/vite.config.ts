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
    enforce: 'post',
    async generateBundle(_options, bundle) {
      for (const [fileName, file] of Object.entries(bundle)) {
        if (!compressible.test(fileName)) continue
        const source = Buffer.from(file.type === 'chunk' ? file.code : file.source)
        const params = { [constants.BROTLI_PARAM_SIZE_HINT]: source.length }
        this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: await brotli(source, { params }) })
        this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: await zipped(source, { level: 9 }) })
      }
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
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/Ams', '/sandbox'].map((path) => [path, process.env.LECTERN_URL ?? 'http://127.0.0.1:8080']),
    ),
  },
})
