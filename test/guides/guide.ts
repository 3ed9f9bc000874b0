import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { freshDirectory, lectern, type Running, root, shell } from '../support/program.ts'

/** A block of a guide in backquotes. */
interface Block {
  readonly language: string
  readonly text: string
}

/** The addresses that guides name. */
const written = 'http://127.0.0.1:8080'

/**
 * Follows a guide from top to bottom, in an empty directory, as a reader would:
 * - `sh` is run; what it sets stays set, and a server that it starts runs on until the next one is started;
 * - `json` and `text` after it is what it printed: `json` among other members, `text` whole, with any date for a date;
 * - `ts` is a file, whose name is in its first line.
 */
export class Guide {
  readonly #cwd = freshDirectory()
  /** Lines that set variables, for every command behind them. */
  readonly #set: string[] = []
  #server: Running | null = null
  #url = written
  #key = { id: '', secret: '' }
  #printed = ''

  async follow(markdown: string): Promise<void> {
    symlinkSync(join(root, 'node_modules'), join(this.#cwd, 'node_modules'))
    const home = join(this.#cwd, 'home')
    mkdirSync(home)
    // Without a terminal curl would draw how far it is.
    writeFileSync(join(home, '.curlrc'), 'silent\n')
    for (const block of blocksOf(markdown)) await this.#take(block)
  }

  async stop(): Promise<void> {
    await this.#server?.stop()
  }

  async #take({ language, text }: Block): Promise<void> {
    if (language === 'sh') await this.#run(this.#filled(text))
    if (language === 'json')
      expect({ answer: JSON.parse(this.#lastLine()) }).toMatchObject(expected({ answer: JSON.parse(text) }))
    if (language === 'text') expect(withoutDates(this.#printed.trim())).toBe(withoutDates(text.trim()))
    if (language === 'ts') {
      const name = /^\/\/ (\S+)/.exec(text)?.[1] ?? ''
      writeFileSync(join(this.#cwd, name), text)
    }
  }

  async #run(text: string): Promise<void> {
    const command = text.trim().replaceAll('npx lectern', 'lectern')
    const server = /^lectern (serve|demo)\b(.*)$|^npm ci\nnpm run (demo)$/.exec(command)
    if (server) return this.#start(server[1] ?? server[3] ?? '', server[2] ?? '')
    const lines = command.split('\n').filter((line) => !/^npm (?:install|ci)\b/.test(line))
    const script = ['set -e', ...this.#set, ...lines].join('\n')
    const { code, stdout, stderr } = await shell(script, { cwd: this.#cwd, env: { HOME: join(this.#cwd, 'home') } })
    expect({ command, code, stderr, refused: refusalIn(stdout) }).toMatchObject({ command, code: 0, stderr: '' })
    this.#set.push(...lines.filter((line) => /^[A-Z]+=\S*$/.test(line)))
    this.#printed = stdout
    const made = /Key: +(\S+)\nSecret: +(\S+)/.exec(stdout)
    if (made) this.#key = { id: made[1] ?? '', secret: made[2] ?? '' }
  }

  async #start(command: string, options: string): Promise<void> {
    await this.stop()
    const args = options
      .replace(/--port \d+/, '')
      .split(' ')
      .filter((each) => each !== '')
    const isDemo = command === 'demo'
    const flags = ['--port', '0', ...(isDemo ? ['--json'] : []), ...args]
    this.#server = lectern([command, ...flags], { cwd: this.#cwd })
    const facts = JSON.parse(await this.#server.firstLine(isDemo ? 'stdout' : 'stderr'))
    this.#url = facts.url
    if (isDemo) this.#key = facts.key
  }

  #filled(text: string): string {
    return text
      .replaceAll(written, this.#url)
      .replaceAll('the key', this.#key.id)
      .replaceAll('the secret', this.#key.secret)
  }

  #lastLine(): string {
    // Answers of several calls come without an end of line between them.
    return this.#printed.slice(this.#printed.lastIndexOf('}{') + 1)
  }
}

/** The ErrorCode of a refusal, to be seen where a guide goes wrong. */
function refusalIn(text: string): string | undefined {
  return /"ErrorCode":"\w+"/.exec(text)?.[0]
}

/** A text whose dates, which are different each time, are replaced by one word. */
function withoutDates(text: string): string {
  return text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, 'DATE')
}

/** What is another one each time is only there. */
function expected(value: object): object {
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, expectedValue(each)]))
}

function expectedValue(value: unknown): unknown {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return expect.stringMatching(/^\d{4}-\d\d-\d\dT/)
  if (Array.isArray(value)) return value.map(expectedValue)
  return typeof value === 'object' && value !== null ? expected(value) : value
}

function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }))
}
