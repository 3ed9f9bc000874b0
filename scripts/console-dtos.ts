import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { operations } from '../src/contract/index.ts'
import { sandboxOperations } from '../src/contract/sandbox/index.ts'
import { typescript } from '../src/protocol/docs/types/languages/typescript.ts'
import { declarationsOf } from '../src/protocol/docs/types/model.ts'
import { readOptions } from '../src/protocol/docs/types/options.ts'
import { Failure } from '../src/protocol/schema/failure.ts'

/** Where the console has the types of the API. */
export const dtosPath = fileURLToPath(new URL('../console/src/api/dtos.gen.ts', import.meta.url))

/** The source that `/types/typescript` answers with these options, without its head, which has a date. */
export function consoleDtos(): string {
  const wanted = new Map([
    ['makepropertiesoptional', 'true'],
    ['addservicestacktypes', 'false'],
  ])
  const chosen = readOptions(wanted, typescript.defaults)
  if (chosen instanceof Failure) throw new Error(chosen.message)
  const head = '// Made by `npm run console:dtos` from the contract; not to be edited.'
  return `${head}\n${typescript.emit(declarationsOf([...operations, ...sandboxOperations]), chosen.options)}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(dtosPath, consoleDtos())
