import { readdir, readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SiteFile, StaticSite } from '../protocol/host/static-site.ts'

/** Where the build puts the console, as seen from src/ and from dist/. */
const folder = fileURLToPath(new URL('../../dist/console/', import.meta.url))

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/**
 * The web console as it was built, read into memory.
 * @param isSandbox whether the server is a sandbox
 * @throws Error where it was not built
 */
export async function loadConsole(isSandbox: boolean): Promise<StaticSite> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length))
  const contents = new Map(await Promise.all(paths.map(async (path) => [path, await readFile(folder + path)] as const)))
  const files = new Map<string, SiteFile>()
  for (const [path, body] of contents) {
    const contentType = contentTypes[extname(path)]
    if (contentType === undefined) continue
    const encodings = new Map<'br' | 'gzip', Buffer>()
    const [brotli, gzip] = [contents.get(`${path}.br`), contents.get(`${path}.gz`)]
    if (brotli) encodings.set('br', brotli)
    if (gzip) encodings.set('gzip', gzip)
    const name = path.split(sep).join('/')
    files.set(name, { contentType, body, encodings, isImmutable: name.startsWith('assets/') })
  }
  const page = files.get('index.html')
  if (!page) throw new Error(`The console was not built: ${folder} has no index.html`)
  const shown = isSandbox ? marked(page) : page
  files.set('index.html', shown)
  return { base: '/console', page: shown, files, assets: 'assets/' }
}

/** The page with the mark by which the console knows a sandbox; it is not compressed, for the host has a notice to add. */
function marked(page: SiteFile): SiteFile {
  const text = page.body.toString('utf8').replace('<html', '<html data-sandbox')
  return { ...page, body: Buffer.from(text), encodings: new Map() }
}
