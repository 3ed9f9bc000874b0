// Puts a directory in the place of another at once, so that a server which starts meanwhile finds one or the other whole.
import { existsSync, renameSync, rmSync } from 'node:fs'

const [from, to] = process.argv.slice(2)
const old = `${to}.old`
rmSync(old, { recursive: true, force: true })
if (existsSync(to)) renameSync(to, old)
renameSync(from, to)
rmSync(old, { recursive: true, force: true })
