import { Failure } from '../../schema/failure.ts'
import { ResponseStatus } from '../../schema/response-status.ts'
import { int } from '../../schema/types.ts'
import { type Declaration, type DtoDeclaration, type Member, namesIn } from './model.ts'
import { badOption, type Options } from './options.ts'

/**
 * The declarations that the options ask for, in the same order, with the members that they add.
 * @returns a failure (400) when IncludeTypes names a type that is not there
 */
export function selected(all: readonly Declaration[], options: Options): readonly Declaration[] | Failure {
  const wanted = included(all, options.IncludeTypes)
  if (wanted instanceof Failure) return wanted
  const unwanted = new Set(options.ExcludeTypes.map((name) => name.toLowerCase()))
  return all
    .filter((d) => wanted.has(d.name) && !unwanted.has(d.name.toLowerCase()))
    .filter((d) => options.AddServiceStackTypes || d.kind === 'enum' || !d.isServiceStack)
    .map((d) => (d.kind === 'dto' ? withAdditions(d, options) : d))
}

function included(all: readonly Declaration[], names: readonly string[]): ReadonlySet<string> | Failure {
  if (names.length === 0) return new Set(all.map((d) => d.name))
  const byName = new Map(all.map((d) => [d.name.toLowerCase(), d]))
  const found = new Set<string>()
  const withNeeds = (name: string): void => {
    const declaration = byName.get(name.toLowerCase())
    if (!declaration || found.has(declaration.name)) return
    found.add(declaration.name)
    if (declaration.kind === 'dto') needsOf(declaration).forEach(withNeeds)
  }
  const plain: string[] = []
  for (const asked of names) {
    const name = asked.replace(/\.?\*$/, '')
    const declaration = byName.get(name.toLowerCase())
    if (!declaration) return badOption('IncludeTypes', 'names of types of this service', asked)
    if (name === asked) plain.push(declaration.name)
    else withNeeds(name)
  }
  return new Set([...found, ...plain])
}

function needsOf({ base, request, members }: DtoDeclaration): string[] {
  return [base ?? [], request?.response ?? [], members.flatMap((m) => namesIn(m.type))].flat()
}

function withAdditions(dto: DtoDeclaration, options: Options): DtoDeclaration {
  const added: Member[] = []
  const has = (name: string) => [...dto.members, ...dto.inherited].some((m) => m.name === name)
  if (options.AddImplicitVersion !== null && dto.request && !has('Version')) {
    added.push({ ...plain, name: 'Version', type: int(), initial: options.AddImplicitVersion })
  }
  if (options.AddResponseStatus && dto.isResponse && !has('ResponseStatus')) {
    added.push({ ...plain, name: 'ResponseStatus', type: ResponseStatus })
  }
  return added.length === 0 ? dto : { ...dto, members: [...added, ...dto.members] }
}

const plain = { location: 'form', description: '', required: false } as const
