import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textOf } from '../../../src/transfer/import/index.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')

test('a file of UTF-8 is its text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(textOf(Buffer.from(text))).toBe(text)
    }),
  )
})

test.each([
  ['id,name\n1,Zoé\n', 2],
  ['é', 1],
  ['id,name\r\n1,A\r\n2,B\r\n3,Zoé', 4],
])('a file in another encoding is refused by the line: %j', (text, line) => {
  const message = expect.stringContaining(`on line ${line};`)
  expect(textOf(latin1(text))).toMatchObject({ kind: 'refused', code: 'FileNotUtf8', message })
})

test('UTF-16, as spreadsheets call Unicode, is refused', () => {
  expect(textOf(Buffer.from('\ufeffid,name\n1,A\n', 'utf16le'))).toMatchObject({ code: 'FileNotUtf8' })
})

test('lines before are good in whatever language', () => {
  const file = Buffer.concat([Buffer.from('id,name\n1,Żółć 🎼\n'), latin1('2,Zoé\n')])
  expect(textOf(file)).toMatchObject({ message: expect.stringContaining('on line 3;') })
})
