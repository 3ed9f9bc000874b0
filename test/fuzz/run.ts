import { parseArgs } from 'node:util'
import { fuzz } from './fuzz.ts'

/* `npm run fuzz -- --minutes 10 --seed 1`: the same inputs for the same seed. */

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } } })
const minutes = Number(values.minutes)
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9))
if (!(minutes > 0) || !Number.isSafeInteger(seed))
  throw new Error('Expected --minutes above 0 and --seed, a whole number')

process.stdout.write(`seed ${seed}\n`)
const report = await fuzz(seed, (_inputs, seconds) => seconds >= minutes * 60)
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
process.exitCode = report.wrong.length > 0 ? 1 : 0
