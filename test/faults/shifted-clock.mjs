/**
 * Loaded before the program (node --import): its clock is ahead of the machine's, or behind, by as many milliseconds as it
 * is told, a line a time, on its standard input.
 */
const now = Date.now
let shift = 0
Date.now = () => now() + shift

process.stdin.setEncoding('utf8').on('data', (lines) => {
  shift = Number(lines.trim().split('\n').at(-1))
})
process.stdin.unref()
