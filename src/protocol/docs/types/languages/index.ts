import type { Language } from '../language.ts'
import { csharp } from './csharp.ts'
import { dart } from './dart.ts'
import { fsharp } from './fsharp.ts'
import { java } from './java.ts'
import { kotlin } from './kotlin.ts'
import { python } from './python.ts'
import { swift } from './swift.ts'
import { typescript } from './typescript.ts'
import { typescriptD } from './typescript-d.ts'
import { vbnet } from './vbnet.ts'

/** Every language that types are emitted in. */
export const languages: readonly Language[] = [
  csharp,
  typescript,
  typescriptD,
  java,
  kotlin,
  python,
  dart,
  swift,
  fsharp,
  vbnet,
]
