import { expect, test } from 'vitest'
import { Device } from '../../../src/contract/base.ts'
import { parseType } from '../../../src/protocol/schema/parse-type.ts'

test.each([
  ['int', 'int'],
  ['int?', 'int?'],
  ['Nullable<DateTime>', 'DateTime?'],
  ['List<int>', 'List<int>'],
  ['IEnumerable<int>', 'IEnumerable<int>'],
  ['int[]', 'int[]'],
  ['byte[]', 'byte[]'],
  ['List<byte[]>', 'List<byte[]>'],
  ['int?[]', 'int?[]'],
  ['string[][]', 'string[][]'],
  ['Dictionary<string,string>', 'Dictionary<String,String>'],
  ['List<Dictionary< String , String >>', 'List<Dictionary<String,String>>'],
  ['Dictionary<string,List<Guid>>', 'Dictionary<String,List<Guid>>'],
  ['TimeSpan', 'TimeSpan'],
  ['double', 'double'],
  ['bool', 'bool'],
  ['string', 'string'],
  ['Device?', 'Device?'],
  ['List<Device>', 'List<Device>'],
])('%s', (text, csharp) => {
  expect(parseType(text, { Device })?.typeName).toBe(csharp)
})

test.each([
  '',
  'foo',
  'string?',
  'List<int>?',
  'int??',
  'List<>',
  'List<int',
  'Dictionary<int,string>',
  '[]',
  'toString',
])('%j is no type', (text) => {
  expect(parseType(text)).toBeUndefined()
})

test('a name too long to be one is no type', () => {
  expect(parseType('List<'.repeat(10_000))).toBeUndefined()
})
