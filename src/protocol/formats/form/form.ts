import { Failure, fail } from '../../schema/failure.ts'
import type { DtoType } from '../../schema/type-model.ts'
import { formatErrors } from '../codec.ts'
import { finderByName } from '../members.ts'
import { compileParameters } from '../parameters.ts'
import { Problems } from '../problems.ts'
import { multipartParameters, utf8Text } from './multipart.ts'
import { formParameters } from './urlencoded.ts'
import type { FormValues } from './values.ts'

/** The media types of forms, in lower case. They are read only. */
export const formMediaTypes = ['application/x-www-form-urlencoded', 'multipart/form-data'] as const

/** Reads the bodies of forms onto a DTO. */
export interface FormDecoder<T extends object> {
  /**
   * Sets the fields that `body` has on `target`, and adds their names to `sent`: as a codec's `decodeInto`, but of bytes,
   * and later, because parts are parsed as a stream. `contentType` is the whole header, which names the boundary of a
   * multipart body; all else is read as urlencoded. An empty body has no fields. Answers every bad field at once.
   */
  decodeInto(body: Uint8Array, contentType: string, target: T, sent: Set<string>): Promise<Failure | undefined>
}

/** Compiles the reader of a DTO's forms. Names come in any letter case, unknown ones are skipped; see {@link compileParameters}. */
export function decodeForm<T extends object>(type: DtoType<T>): FormDecoder<T> {
  const parameters = compileParameters(type)
  const find = finderByName(type.fields)
  const isField = (name: string) => find(name) !== undefined

  return {
    async decodeInto(body, contentType, target, sent) {
      if (body.length === 0) return undefined
      const values = await valuesOf(body, contentType, isField)
      if (values instanceof Failure) return values
      const problems = new Problems()
      for (const [name, texts] of values) {
        for (const reason of parameters.set(target, name, texts, sent) ?? []) problems.note(reason)
      }
      return problems.count > 0 ? problems.failure() : undefined
    },
  }
}

async function valuesOf(
  body: Uint8Array,
  contentType: string,
  isField: (name: string) => boolean,
): Promise<FormValues | Failure> {
  if (/^\s*multipart\//i.test(contentType)) return multipartParameters(body, contentType, isField)
  const text = utf8Text(body)
  return text === undefined
    ? fail(formatErrors.SerializationException, 'The form is not in UTF-8', 1, 1)
    : formParameters(text)
}
