import type { HeadStyle } from './header.ts'
import type { Declaration } from './model.ts'
import type { Defaults, Options } from './options.ts'

/** A language that the contract's types are emitted in. */
export interface Language {
  /** Its name in the address: `/types/{name}`. */
  readonly name: string
  /** Its name for people. */
  readonly title: string
  readonly head: HeadStyle
  readonly defaults: Defaults
  /** The source of the declarations, without the head. */
  emit(declarations: readonly Declaration[], options: Options): string
}
