import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { IReturn } from '@servicestack/client'
import ts from 'typescript'

/** What a registration's answer has, as far as the tests look at it. */
export interface Registration {
  readonly ClientID: number
  readonly EventID: number
  readonly RegistrationID: string
  readonly BadgeNumber?: number
  readonly SessionIds: readonly number[]
  readonly Sessions: readonly Readonly<Record<string, string>>[]
}

/** What an answer to a sign-in has. */
export interface SignedIn {
  readonly SessionId?: string
  readonly UserName?: string
  readonly UserId?: string
  readonly FailedLoginReason?: string
}

type Maker<Answer> = new (init?: object) => IReturn<Answer>

/** Classes of the server's own `/types/typescript`, as a program that was given the saved file has them. */
export interface Dtos {
  readonly RegistrationSessionRequest: Maker<Registration>
  readonly Auth: Maker<SignedIn>
  readonly Authenticate: Maker<SignedIn>
}

/** Every class of them, by name; what an answer has is looked at member by member. */
export type AnyDtos = Readonly<Record<string, Maker<Readonly<Record<string, unknown>>>>>

/** Saves the types that a server answers, compiles them, and loads the classes. */
export async function loadDtos(baseUrl: string): Promise<Dtos & AnyDtos> {
  const response = await fetch(`${baseUrl}/types/typescript`)
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`)
  const directory = await mkdtemp(join(tmpdir(), 'lectern-dtos-'))
  const path = join(directory, 'dtos.mjs')
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext }
  await writeFile(path, ts.transpileModule(await response.text(), { compilerOptions }).outputText)
  const dtos: Dtos & AnyDtos = await import(/* @vite-ignore */ pathToFileURL(path).href)
  await rm(directory, { recursive: true })
  return dtos
}
