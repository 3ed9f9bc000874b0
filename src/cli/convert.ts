import { isUtf8 } from 'node:buffer'
import { buffer as wholeInput } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { Command, InvalidArgumentError, Option } from 'commander'
import { operations } from '../contract/index.ts'
import type { Codec, Format } from '../protocol/formats/codec.ts'
import { formats, json } from '../protocol/formats/index.ts'
import { statusOf } from '../protocol/schema/failed-status.ts'
import { catalogue, Failure, fail } from '../protocol/schema/failure.ts'
import { parseType } from '../protocol/schema/parse-type.ts'
import { ResponseStatus } from '../protocol/schema/response-status.ts'
import type { AnyType } from '../protocol/schema/type-model.ts'
import { print } from './command.ts'
import { CommandError, exitCodes, isWriteError } from './exit.ts'
import { escapeNewlines, linesOf, unescapeNewlines } from './line-escaping.ts'

interface ConvertOptions {
  readonly op?: string
  readonly type?: AnyType
  readonly from: Format
  readonly to: Format
  readonly lines?: boolean
  readonly indent?: boolean
}

const documentErrors = catalogue({ SerializationException: [400, () => 'The document is not UTF-8 text.'] })

const formatNames = formats.map((format) => format.name).join('|')

export function convertCommand(): Command {
  return new Command('convert')
    .description('convert documents from stdin to stdout, from one format of the wire to another')
    .addOption(new Option('--op <name>', 'the documents are requests of this operation'))
    .addOption(new Option('--type <name>', 'they are of this type: List<int>, DateTime, …').argParser(typeNamed))
    .addOption(new Option('--from <format>', formatNames).argParser(formatNamed).makeOptionMandatory())
    .addOption(new Option('--to <format>', formatNames).argParser(formatNamed).makeOptionMandatory())
    .option('--lines', 'one document a line, its line breaks written as \\n; a bad one is answered in its place')
    .addOption(new Option('--indent', 'spread the document over lines, for people').conflicts('lines'))
    .addHelpText(
      'after',
      "\nExamples:\n  $ echo '{EventID:5,SessionIds:[1,2]}' | lectern convert --op RegistrationSessionRequest --from jsv --to json\n" +
        '  $ echo \'{"a":"b,c"}\' | lectern convert --type "Dictionary<string,string>" --from json --to jsv',
    )
    .action(async (options: ConvertOptions) => {
      const type = typeOf(options)
      const from = options.from.compile(type)
      const to = options.to.compile(type)
      const encode = options.indent ? to.encodeIndented : to.encode
      // JSON has its own escape for a line break, and documents without one.
      const same = (text: string) => text
      if (options.lines) {
        const convert = converter(from, encode, options.from === json ? same : unescapeNewlines)
        return convertLines(convert, options.to === json ? same : escapeNewlines)
      }
      return convertOne(converter(from, encode, withoutLastBreak))
    })
}

type Convert = (document: Uint8Array) => string | Failure

/** @param unfold makes the document of its text */
function converter(
  from: Codec<unknown>,
  encode: (value: unknown) => string,
  unfold: (text: string) => string,
): Convert {
  return (document) => {
    if (!isUtf8(document)) return fail(documentErrors.SerializationException)
    const value = from.decode(unfold(Buffer.from(document).toString('utf8')))
    return value instanceof Failure ? value : encode(value)
  }
}

// An editor ends a file with a line break, which is no part of the document.
function withoutLastBreak(text: string): string {
  return text.replace(/\r?\n$/, '')
}

async function convertOne(convert: Convert): Promise<void> {
  const converted = convert(await wholeInput(process.stdin))
  if (converted instanceof Failure) {
    print(statusText(converted))
    throw new CommandError(converted.message)
  }
  print(converted)
}

/** Answers each line in its place, and reads no faster than its answers are taken. */
async function convertLines(convert: Convert, fold: (text: string) => string): Promise<void> {
  let bad = 0
  const answer = (line: Uint8Array) => {
    const converted = convert(line)
    if (converted instanceof Failure) bad++
    return `${converted instanceof Failure ? statusText(converted) : fold(converted)}\n`
  }
  async function* answers(): AsyncGenerator<string> {
    for await (const lines of linesOf(process.stdin)) yield lines.map(answer).join('')
  }
  try {
    await pipeline(answers, process.stdout, { end: false })
  } catch (error) {
    if (!isWriteError(error)) throw error
    // Nobody takes the rest. Why is told where all output is watched.
    process.stdin.destroy()
  }
  if (bad > 0) throw new CommandError(`${bad} of the documents could not be read.`)
}

const statusCodec = json.compile(ResponseStatus)

function statusText(failure: Failure): string {
  return statusCodec.encode(statusOf(failure))
}

function typeOf({ op, type }: ConvertOptions): AnyType {
  if ((op === undefined) === (type === undefined)) {
    throw new CommandError('Give either --op or --type.', exitCodes.usage)
  }
  if (type) return type
  const found = operations.find((operation) => operation.name.toLowerCase() === op?.toLowerCase())
  if (!found) throw new CommandError(`There is no operation ${op}. There are: ${operationNames()}.`, exitCodes.usage)
  return found.request
}

function operationNames(): string {
  return operations.map((operation) => operation.name).join(', ')
}

function typeNamed(name: string): AnyType {
  const dtos = operations.flatMap(({ request, response }) => [request, response])
  const type = parseType(name, Object.fromEntries(dtos.map((dto) => [dto.typeName, dto])))
  if (!type) throw new InvalidArgumentError('Expected a type such as int, List<int> or Dictionary<string,string>.')
  return type
}

function formatNamed(name: string): Format {
  const format = formats.find((each) => each.name === name.toLowerCase())
  if (!format) throw new InvalidArgumentError(`Expected one of ${formatNames}.`)
  return format
}
