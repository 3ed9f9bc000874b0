import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cpuSeconds } from './process-usage.ts'
import { mainScenario } from './scenarios.ts'
import { type Generator, type LecternServer, signIn, startGenerator, startLectern } from './servers.ts'
import { median } from './statistics.ts'

/*
 * Measures the main scenario of this tree against that of another commit, round by round in turn:
 * `npm run bench:against -- REF`. Prints the ratios, this one's rate over that one's, and of the CPU time.
 */

const registrations = 60_000
const rounds = 9
const perRound = 3_000
const root = fileURLToPath(new URL('..', import.meta.url))

interface Side {
  readonly server: LecternServer
  readonly signedIn: string
  next: number
}

interface Round {
  readonly rate: number
  readonly cpu: number
}

const ref = process.argv[2]
if (ref === undefined) {
  process.stderr.write('Usage: npm run bench:against -- COMMIT\n')
  process.exit(2)
}

const directory = await mkdtemp(join(tmpdir(), 'lectern-against-'))
const tree = join(directory, 'tree')
try {
  execFileSync('git', ['worktree', 'add', '--quiet', '--detach', tree, ref], { cwd: root, stdio: 'inherit' })
  await symlink(join(root, 'node_modules'), join(tree, 'node_modules'))
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: tree, stdio: 'inherit' })
  const generator = startGenerator()
  const [here, there] = [await begun(root, 'this'), await begun(tree, 'that')]
  try {
    await compare(generator, here, there)
  } finally {
    await Promise.all([generator.stop(), here.server.stop(), there.server.stop()])
  }
} finally {
  execFileSync('git', ['worktree', 'remove', '--force', tree], { cwd: root })
  await rm(directory, { recursive: true, force: true })
}

/** The server of a tree, on a database that the same tree made. */
async function begun(at: string, name: string): Promise<Side> {
  const { makeEvent }: typeof import('./event.ts') = await import(join(at, 'bench/event.ts'))
  const file = join(directory, `${name}.db`)
  const key = await makeEvent(file, registrations)
  const server = await startLectern(file, [], join(at, 'dist/cli.js'))
  return { server, signedIn: await signIn(server, key), next: 0 }
}

async function compare(generator: Generator, here: Side, there: Side): Promise<void> {
  for (const side of [here, there]) await measured(generator, side)
  const found: { here: Round; there: Round }[] = []
  for (let i = 0; i < rounds; i++) {
    const first = i % 2 === 0 ? here : there
    const one = await measured(generator, first)
    const other = await measured(generator, first === here ? there : here)
    found.push(first === here ? { here: one, there: other } : { here: other, there: one })
  }
  const ratio = (of: (round: Round) => number) => median(found.map((round) => of(round.here) / of(round.there)))
  const rate = (side: 'here' | 'there') => Math.round(median(found.map((round) => round[side].rate)))
  process.stdout.write(
    `single assign at ${mainScenario.connections} connections, this tree against ${ref}, ${rounds} rounds of ${perRound}:\n` +
      `${rate('here')}/s against ${rate('there')}/s, ratio ${ratio((round) => round.rate).toFixed(3)}; ` +
      `CPU time ${ratio((round) => round.cpu).toFixed(3)} of that\n`,
  )
}

async function measured(generator: Generator, side: Side): Promise<Round> {
  const { sessions, format, connections } = mainScenario
  const cpuBefore = cpuSeconds(side.server.pid)
  const { requests, seconds } = await generator.run({
    asked: { verb: 'POST', sessions, format },
    port: side.server.port,
    signIn: side.signedIn,
    connections,
    from: side.next,
    to: side.next + perRound,
    seconds: 60,
  })
  side.next += perRound
  return { rate: requests / seconds, cpu: (cpuSeconds(side.server.pid) - cpuBefore) / requests }
}
