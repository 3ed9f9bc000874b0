import { createInterface } from 'node:readline'
import { text as wholeText } from 'node:stream/consumers'
import { Command, InvalidArgumentError, Option } from 'commander'
import { operations } from '../contract/index.ts'
import type { Codec, Format } from '../protocol/formats/codec.ts'
import { formats, json } from '../protocol/formats/index.ts'
import { statusOf } from '../protocol/schema/failed-status.ts'
import { Failure } from '../protocol/schema/failure.ts'
import type { AnyType } from '../protocol/schema/nodes.ts'
import { parseType } from '../protocol/schema/parse-type.ts'
import { ResponseStatus } from '../protocol/schema/response-status.ts'
import { print } from './command.ts'
import { CommandError, exitCodes } from './exit.ts'

interface ConvertOptions {
  readonly op?: string
  readonly type?: AnyType
  readonly from: Format
  readonly to: Format
  readonly lines?: boolean
  readonly indent?: boolean
}

const formatNames = formats.map((format) => format.name).join('|')

export function convertCommand(): Command {
  return new Command('convert')
    .description('convert documents from stdin to stdout, from one format of the wire to another')
    .addOption(new Option('--op <name>', 'the documents are requests of this operation'))
    .addOption(new Option('--type <name>', 'they are of this type: List<int>, DateTime, …').argParser(typeNamed))
    .addOption(new Option('--from <format>', formatNames).argParser(formatNamed).makeOptionMandatory())
    .addOption(new Option('--to <format>', formatNames).argParser(formatNamed).makeOptionMandatory())
    .option('--lines', 'one document a line, its line breaks written as \\n')
    .option('--indent', 'spread each document over lines, for people')
    .addHelpText(
      'after',
      "\nExamples:\n  $ echo '{EventID:5,SessionIds:[1,2]}' | lectern convert --op RegistrationSessionRequest --from jsv --to json\n" +
        '  $ echo \'{"a":"b,c"}\' | lectern convert --type "Dictionary<string,string>" --from json --to jsv',
    )
    .action(async (options: ConvertOptions) => {
      const type = typeOf(options)
      const from = options.from.compile(type)
      const to = options.to.compile(type)
      const convert = converter(from, to, options.indent === true)
      await (options.lines ? convertLines(convert, options.from !== json) : convertOne(convert))
    })
}

type Convert = (text: string) => string | Failure

function converter(from: Codec<unknown>, to: Codec<unknown>, indent: boolean): Convert {
  return (text) => {
    const value = from.decode(text)
    if (value instanceof Failure) return value
    return indent ? to.encodeIndented(value) : to.encode(value)
  }
}

async function convertOne(convert: Convert): Promise<void> {
  // An editor ends a file with a line break, which is no part of the document.
  const converted = convert((await wholeText(process.stdin)).replace(/\r?\n$/, ''))
  if (converted instanceof Failure) {
    print(statusText(converted))
    throw new CommandError(converted.message)
  }
  print(converted)
}

/** @param escaped whether `\n` of a line stands for a line break; JSON has its own escape for that, and needs no other */
async function convertLines(convert: Convert, escaped: boolean): Promise<void> {
  let bad = 0
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    const converted = convert(escaped ? line.replaceAll('\\n', '\n') : line)
    if (converted instanceof Failure) bad++
    const text = converted instanceof Failure ? statusText(converted) : converted
    const written = process.stdout.write(`${text.replaceAll('\n', '\\n')}\n`)
    if (!written) await new Promise((resolve) => process.stdout.once('drain', resolve))
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
  const type = parseType(name, Object.fromEntries(dtos.map((dto) => [dto.csharp, dto])))
  if (!type) throw new InvalidArgumentError('Expected a type such as int, List<int> or Dictionary<string,string>.')
  return type
}

function formatNamed(name: string): Format {
  const format = formats.find((each) => each.name === name.toLowerCase())
  if (!format) throw new InvalidArgumentError(`Expected one of ${formatNames}.`)
  return format
}
