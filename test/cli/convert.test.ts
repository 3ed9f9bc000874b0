import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { lectern, program, run, shell, start } from '../support/program.ts'

const byOp = ['convert', '--op', 'RegistrationSessionRequest']
const convert = (from: string, to: string, input: string | Uint8Array, ...more: string[]) =>
  run([...byOp, '--from', from, '--to', to, ...more], { input })

const document =
  '{"EventID":5,"RegistrationID":"a, \\"b\\" & ü 🎼\\nC:\\\\new","BadgeNumber":7,"Sessions":[{"SessionId":"4"}],"SessionIds":[1,2],' +
  '"ClientID":25363,"BypassCache":true,"DateCached":"2024-05-03T02:03:39.8946258-04:00","Device":"IOS"}'

describe.concurrent('a document', () => {
  test('goes through every format, and is the same at the end', async () => {
    // Each format is read from another, and from JSON.
    for (const way of [
      ['json', 'jsv', 'xml', 'csv', 'json'],
      ['json', 'xml', 'jsv', 'csv', 'jsv', 'json'],
      ['json', 'csv', 'xml', 'json'],
    ]) {
      let text = document
      for (const [step, to] of way.entries()) {
        const end = await convert(way[step - 1] ?? 'json', to, text)
        expect({ way, to, ...end }).toMatchObject({ code: 0, stderr: '' })
        text = end.stdout
      }
      expect(text).toBe(`${document}\n`)
    }
  })

  test('is of an operation, in any letter case, or of a type', async () => {
    const args = ['--from', 'jsv', '--to', 'json']
    const [operation, list, dictionary, moment, response] = await Promise.all([
      run(['convert', '--op', 'registrationsessionrequest', ...args], { input: '{EventID:5,SessionIds:[1,2]}\n' }),
      run(['convert', '--type', 'List<int>', ...args], { input: '[1,2]' }),
      run(['convert', '--type', 'Dictionary<string,string>', ...args], { input: '{a:"b,c"}' }),
      run(['convert', '--type', 'DateTime', ...args], { input: '2024-05-03' }),
      run(['convert', '--type', 'RegistrationSessionResponse', ...args], { input: '{EventID:5}' }),
    ])
    expect(JSON.parse(operation.stdout)).toMatchObject({ EventID: 5, SessionIds: [1, 2], Device: 'Desktop' })
    expect(list.stdout).toBe('[1,2]\n')
    expect(dictionary.stdout).toBe('{"a":"b,c"}\n')
    expect(moment.stdout).toBe('"2024-05-03T00:00:00.0000000"\n')
    expect(JSON.parse(response.stdout)).toMatchObject({ EventID: 5 })
  })

  test('is spread over lines for people, and read again', async () => {
    const { stdout } = await convert('json', 'jsv', document, '--indent')
    expect(stdout.split('\n').slice(0, 2)).toEqual(['{', '\tEventID: 5,'])
    expect((await convert('jsv', 'json', stdout)).stdout).toBe(`${document}\n`)
  })

  test('that is bad is answered as a ResponseStatus, with exit code 1', async () => {
    const end = await convert('jsv', 'xml', '{EventID:abc,Device:Nokia}')
    expect(end).toMatchObject({ code: 1, stderr: expect.stringMatching(/^lectern: Expected /) })
    const { Errors }: { Errors: { FieldName: string }[] } = JSON.parse(end.stdout)
    expect(Errors.map((error) => error.FieldName)).toEqual(['EventID', 'Device'])
  })

  test('that is not UTF-8 is refused rather than changed', async () => {
    const end = await convert('json', 'jsv', Buffer.from('{"RegistrationID":"Zoé"}', 'latin1'))
    expect(end).toMatchObject({ code: 1, stderr: 'lectern: The document is not UTF-8 text.\n' })
    expect(JSON.parse(end.stdout)).toMatchObject({ ErrorCode: 'SerializationException' })
  })

  test('that is empty is an empty document, and no lines are no documents', async () => {
    const [whole, lines] = await Promise.all([convert('json', 'jsv', ''), convert('json', 'jsv', '', '--lines')])
    expect(whole).toMatchObject({ code: 0, stdout: '\n', stderr: '' })
    expect(lines).toMatchObject({ code: 0, stdout: '', stderr: '' })
  })
})

describe.concurrent('--lines', () => {
  test('answers each document in its place, the bad ones by a ResponseStatus in JSON', async () => {
    const input = Buffer.concat([
      Buffer.from('{EventID:1}\r\n{EventID:x}\n{RegistrationID:"two\\nlines"}\n\n{Regis'),
      Buffer.from('\n{RegistrationID:é}\n', 'latin1'),
      Buffer.from('{EventID:7}'),
    ])
    const end = await convert('jsv', 'json', input, '--lines')
    expect(end).toMatchObject({ code: 1, stderr: 'lectern: 3 of the documents could not be read.\n' })
    const lines = end.stdout.split('\n').map((line) => (line === '' ? null : JSON.parse(line)))
    expect(lines).toMatchObject([
      { EventID: 1 },
      { ErrorCode: 'InvalidValue', Errors: [{ FieldName: 'EventID' }] },
      { RegistrationID: 'two\nlines' },
      null,
      { ErrorCode: 'SerializationException' },
      { ErrorCode: 'SerializationException', Message: 'The document is not UTF-8 text.' },
      { EventID: 7 },
      null,
    ])
  })

  test.each(['jsv', 'xml', 'csv'])('gives back through %s what it was given', async (format) => {
    const texts = ['a\nb', 'C:\\new', '\\\\\n\\n', 'a\u2028b\u0085c', 'x\r\ny', '{[,:"']
    const input = texts.map((text) => `${JSON.stringify({ RegistrationID: text })}\n`).join('')
    const there = await convert('json', format, input, '--lines')
    expect(there.stdout.split('\n')).toHaveLength(texts.length + 1)
    const back = await convert(format, 'json', there.stdout, '--lines')
    const found = back.stdout.trimEnd().split('\n')
    expect(found.map((line) => JSON.parse(line).RegistrationID)).toEqual(texts)
  })

  test('streams 100,000 documents in bounded memory', async () => {
    const documents = 100_000
    const args = [...byOp, '--from', 'jsv', '--to', 'json', '--lines']
    // The documents are 80 MB, and their answers more.
    const limited = start(process.execPath, ['--max-old-space-size=40', program, ...args])
    const filler = 'x'.repeat(800)
    const lines = { read: 0, wrong: 0 }
    let last = ''
    // Its output would not be bounded here either, if it were kept.
    limited.child.stdout.removeAllListeners('data').on('data', (text: string) => {
      const parts = (last + text).split('\n')
      last = parts.pop() ?? ''
      for (const part of parts) if (!part.startsWith(`{"EventID":${++lines.read},`)) lines.wrong++
    })
    for (let id = 1; id <= documents; id += 1_000) {
      const block = Array.from({ length: 1_000 }, (_, i) => `{EventID:${id + i},RegistrationID:${filler}}\n`).join('')
      if (!limited.child.stdin.write(block)) await Promise.race([once(limited.child.stdin, 'drain'), limited.ended])
    }
    limited.child.stdin.end()
    expect(await limited.ended).toMatchObject({ code: 0, signal: null, stderr: '' })
    expect({ ...lines, last }).toEqual({ read: documents, wrong: 0, last: '' })
  })

  test('ends quietly when nobody reads on', async () => {
    const line = `yes '{EventID:1}' | lectern ${byOp.join(' ')} --from jsv --to json --lines | head -1; echo $\{PIPESTATUS[1]}`
    const { stdout, stderr } = await shell(line)
    expect(stdout.split('\n')).toEqual([expect.stringMatching(/^\{"EventID":1,/), '0', ''])
    expect(stderr).toBe('')
  })

  test('does not go with --indent', async () => {
    const end = await convert('json', 'jsv', '', '--lines', '--indent')
    expect(end).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/--indent.*--lines/) })
  })
})

test.runIf(process.platform === 'linux')('a full disk is told, with exit code 1', async () => {
  for (const lines of ['', '--lines']) {
    const line = `echo '{EventID:1}' | lectern ${byOp.join(' ')} --from jsv --to json ${lines} >/dev/full`
    const end = await shell(line)
    expect(end).toMatchObject({ code: 1, stderr: 'lectern: The output cannot be written (ENOSPC).\n' })
  }
})

test.concurrent.each([
  [['--from', 'jsv', '--to', 'json'], 'Give either --op or --type.'],
  [['--op', 'Auth', '--type', 'int', '--from', 'jsv', '--to', 'json'], 'Give either --op or --type.'],
  [['--op', 'Nothing', '--from', 'jsv', '--to', 'json'], 'There is no operation Nothing. There are: '],
  [['--type', 'List<', '--from', 'jsv', '--to', 'json'], '--type'],
  [['--type', 'int', '--from', 'yaml', '--to', 'json'], '--from'],
  [['--type', 'int', '--from', 'json'], '--to'],
])('%j is a wrong command line', async (args, told) => {
  const end = await lectern(['convert', ...args]).ended
  expect(end).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(told) })
})
