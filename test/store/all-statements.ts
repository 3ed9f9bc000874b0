import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Statement } from '../../src/store/statement.ts'

/** A statement of the store by the name under which its file exports it. */
export interface NamedStatement {
  readonly name: string
  readonly statement: Statement<unknown, unknown>
}

const folder = resolve(import.meta.dirname, '../../src/store/queries')

/** Every statement that the files of src/store/queries export: a new one is among them by itself. */
export async function allStatements(): Promise<NamedStatement[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .toSorted()
  const modules = await Promise.all(files.map((file) => import(resolve(folder, file))))
  return modules.flatMap((module, i) =>
    Object.entries(module)
      .filter((entry): entry is [string, Statement<unknown, unknown>] => isStatement(entry[1]))
      .map(([name, statement]) => ({ name: `${files[i]}: ${name}`, statement })),
  )
}

function isStatement(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'tables' in value && 'compile' in value
}
