import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RegistrationSessionRequest, RegistrationSessionResponse } from '../../../src/contract/registration-sessions.ts'
import { xml } from '../../../src/protocol/formats/index.ts'
import { DateTime } from '../../../src/protocol/schema/datetime.ts'
import { Failure } from '../../../src/protocol/schema/failure.ts'
import { ErrorResponse, ResponseError, ResponseStatus } from '../../../src/protocol/schema/response-status.ts'
import { TimeSpan } from '../../../src/protocol/schema/timespan.ts'
import type { AnyType } from '../../../src/protocol/schema/type-model.ts'
import * as t from '../../../src/protocol/schema/types.ts'
import { arbitrary } from './arbitrary.ts'
import { Everything } from './types.ts'

const request = xml.compile(RegistrationSessionRequest)
const response = xml.compile(RegistrationSessionResponse)
const everything = xml.compile(Everything)
const texts = xml.compile(t.list(t.string()))

type Given = Parameters<typeof RegistrationSessionRequest.create>[0]
const asked = (given: Given) => RegistrationSessionRequest.create(given)
const document = (content: string) => `<RegistrationSessionRequest>${content}</RegistrationSessionRequest>`

const i = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"'
const arrays = 'http://schemas.microsoft.com/2003/10/Serialization/Arrays'
const serialization = 'http://schemas.microsoft.com/2003/10/Serialization/'
const toolkit = 'xmlns="http://schemas.datacontract.org/2004/07/YM.Toolkit"'

function message(found: unknown): string {
  return found instanceof Failure ? `${found.code}: ${found.message}` : 'not refused'
}

/** A document without the space between its elements. */
const tight = (text: string) => text.replaceAll(/>\s+</g, '><').trim()

describe('writing', () => {
  test('the answer that was observed, to the byte', () => {
    const observed = `
<RegistrationSessionResponse xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://schemas.datacontract.org/2004/07/YM.Web.Services.Ams">
  <BypassCache xmlns="http://schemas.datacontract.org/2004/07/YM.Toolkit">false</BypassCache>
  <ClientID xmlns="http://schemas.datacontract.org/2004/07/YM.Toolkit">0</ClientID>
  <DateCached xmlns="http://schemas.datacontract.org/2004/07/YM.Toolkit">0001-01-01T00:00:00</DateCached>
  <Device xmlns="http://schemas.datacontract.org/2004/07/YM.Toolkit">Desktop</Device>
  <ResponseStatus xmlns:d2p1="http://schemas.servicestack.net/types" i:nil="true" xmlns="http://schemas.datacontract.org/2004/07/YM.Toolkit" />
  <BadgeNumber>7</BadgeNumber>
  <EventID>5</EventID>
  <RegistrationID>a &amp; b</RegistrationID>
  <SessionIds xmlns:d2p1="http://schemas.microsoft.com/2003/10/Serialization/Arrays"><d2p1:int>1</d2p1:int><d2p1:int>2</d2p1:int></SessionIds>
  <Sessions xmlns:d2p1="http://schemas.microsoft.com/2003/10/Serialization/Arrays"><d2p1:ArrayOfKeyValueOfstringstring><d2p1:KeyValueOfstringstring><d2p1:Key>SessionId</d2p1:Key><d2p1:Value>4</d2p1:Value></d2p1:KeyValueOfstringstring></d2p1:ArrayOfKeyValueOfstringstring></Sessions>
</RegistrationSessionResponse>
`
    const value = RegistrationSessionResponse.create({
      BadgeNumber: 7,
      EventID: 5,
      RegistrationID: 'a & b',
      SessionIds: [1, 2],
      Sessions: [new Map([['SessionId', '4']])],
    })
    expect(response.encode(value)).toBe(tight(observed))
    expect(tight(response.encodeIndented(value))).toBe(tight(observed))
    expect(response.decode(observed)).toStrictEqual(value)
  })

  test('a ResponseStatus in the ServiceStack namespace, its members in the order that ServiceStack gives them', () => {
    const status = ResponseStatus.create({
      ErrorCode: 'SessionFull',
      Message: 'no place',
      Errors: [ResponseError.create({ FieldName: 'SessionIds[0]', Meta: new Map([['SessionId', '4']]) })],
    })
    const written = response.encode(RegistrationSessionResponse.create({ ResponseStatus: status }))
    expect(written).toContain(
      tight(`
        <ResponseStatus xmlns:d2p1="http://schemas.servicestack.net/types" ${toolkit}>
          <d2p1:ErrorCode>SessionFull</d2p1:ErrorCode>
          <d2p1:Message>no place</d2p1:Message>
          <d2p1:StackTrace i:nil="true" />
          <d2p1:Errors>
            <d2p1:ResponseError>
              <d2p1:ErrorCode i:nil="true" />
              <d2p1:FieldName>SessionIds[0]</d2p1:FieldName>
              <d2p1:Message i:nil="true" />
              <d2p1:Meta xmlns:d5p1="${arrays}">
                <d5p1:KeyValueOfstringstring><d5p1:Key>SessionId</d5p1:Key><d5p1:Value>4</d5p1:Value></d5p1:KeyValueOfstringstring>
              </d2p1:Meta>
            </d2p1:ResponseError>
          </d2p1:Errors>
          <d2p1:Meta xmlns:d3p1="${arrays}" i:nil="true" />
        </ResponseStatus>`),
    )
    expect(xml.compile(ErrorResponse).encode(ErrorResponse.create({ ResponseStatus: status }))).toMatch(
      /^<ErrorResponse xmlns:i="[^"]+" xmlns="http:\/\/schemas.servicestack.net\/types"><ResponseStatus><ErrorCode>/,
    )
  })

  test.each<[AnyType, unknown, string]>([
    [t.int(), -5, `<int xmlns="${serialization}">-5</int>`],
    [t.nullable(t.int()), 5, `<int xmlns="${serialization}">5</int>`],
    [t.bool(), true, `<boolean xmlns="${serialization}">true</boolean>`],
    [t.double(), Number.NEGATIVE_INFINITY, `<double xmlns="${serialization}">-INF</double>`],
    [t.double(), Number.NaN, `<double xmlns="${serialization}">NaN</double>`],
    [t.double(), 1e21, `<double xmlns="${serialization}">1E+21</double>`],
    [t.string(), '', `<string xmlns="${serialization}"></string>`],
    [t.string(), '<"]]>', `<string xmlns="${serialization}">&lt;"]]&gt;</string>`],
    [t.dateTime(), new DateTime(0, 1, 0), `<dateTime xmlns="${serialization}">1970-01-01T00:00:00.0000001Z</dateTime>`],
    [t.timeSpan(), new TimeSpan(54_000_000_000n), `<duration xmlns="${serialization}">PT1H30M</duration>`],
    [
      t.guid(),
      '0123456789abcdef0123456789abcdef',
      `<guid xmlns="${serialization}">01234567-89ab-cdef-0123-456789abcdef</guid>`,
    ],
    [t.bytes(), new Uint8Array([255, 254]), `<base64Binary xmlns="${serialization}">//4=</base64Binary>`],
    [t.list(t.int()), [1], `<ArrayOfint ${i} xmlns="${arrays}"><int>1</int></ArrayOfint>`],
    [t.list(t.int()), [], `<ArrayOfint ${i} xmlns="${arrays}" />`],
    [
      t.list(t.nullable(t.int())),
      [1, null],
      `<ArrayOfNullableOfint ${i} xmlns="http://schemas.datacontract.org/2004/07/System"><int>1</int><int i:nil="true" /></ArrayOfNullableOfint>`,
    ],
    [
      t.dictionary(t.list(t.string())),
      new Map([['a', ['b']]]),
      `<ArrayOfKeyValueOfstringArrayOfstringty7Ep6D1 ${i} xmlns="${arrays}"><KeyValueOfstringArrayOfstringty7Ep6D1><Key>a</Key>` +
        '<Value><string>b</string></Value></KeyValueOfstringArrayOfstringty7Ep6D1></ArrayOfKeyValueOfstringArrayOfstringty7Ep6D1>',
    ],
  ])('$0.csharp as $2', (type, value, text) => {
    const codec = xml.compile(type)
    expect(codec.encode(value)).toBe(text)
    expect(codec.decode(text)).toStrictEqual(value)
  })

  test('indented, a line for each element', () => {
    expect(texts.encodeIndented(['a', null])).toBe(
      `<ArrayOfstring ${i} xmlns="${arrays}">\n  <string>a</string>\n  <string i:nil="true" />\n</ArrayOfstring>`,
    )
  })

  test('what XML 1.0 has no character for, as U+FFFD; line ends and tabs as they are', () => {
    const odd = ['\u0000a\u001f', '\ud800', 'x\udc00\ud800y', '\ufffe\uffff', '😀', '\r\n\t\u0085\u2028']
    expect(texts.decode(texts.encode(odd))).toStrictEqual([
      '\ufffda\ufffd',
      '\ufffd',
      'x\ufffd\ufffdy',
      '\ufffd\ufffd',
      '😀',
      '\r\n\t\u0085\u2028',
    ])
  })

  test('a document that can be read, whatever the text', () => {
    fc.assert(
      fc.property(arbitrary(Everything), (value) => {
        expect(everything.decode(everything.encode(value))).not.toBeInstanceOf(Failure)
        expect(everything.decode(everything.encodeIndented(value))).not.toBeInstanceOf(Failure)
      }),
    )
  })
})

describe('reading', () => {
  test.each<[string, Given]>([
    ['<EventID>1</EventID><RegistrationID>x</RegistrationID>', { EventID: 1, RegistrationID: 'x' }],
    [
      '<RegistrationID>x</RegistrationID><EventID>1</EventID><ClientID>2</ClientID>',
      { EventID: 1, RegistrationID: 'x', ClientID: 2 },
    ],
    ['<eventid> 1 </eventid><BADGENUMBER>7</BADGENUMBER>', { EventID: 1, BadgeNumber: 7 }],
    ['<q:EventID xmlns:q="urn:any">1</q:EventID>', { EventID: 1 }],
    ['<EventID xmlns="urn:any" note="x">1</EventID>', { EventID: 1 }],
    ['<Unknown a="b"><c><EventID>9</EventID></c>text</Unknown><EventID>1</EventID>', { EventID: 1 }],
    ['<EventID>1</EventID><EventID>2</EventID>', { EventID: 2 }],
    ['<EventID/><BadgeNumber></BadgeNumber><RegistrationID/>', { RegistrationID: '' }],
    ['<RegistrationID>  a\n</RegistrationID>', { RegistrationID: '  a\n' }],
    [
      '<RegistrationID>a&lt;&#66;&#x43;<!-- x --><![CDATA[<&]]><?y z?>!</RegistrationID>',
      { RegistrationID: 'a<BC<&!' },
    ],
    ['<SessionIds><int>1</int><d:int xmlns:d="urn:d">2</d:int></SessionIds>', { SessionIds: [1, 2] }],
    ['<SessionIds><SessionId>1</SessionId></SessionIds>', { SessionIds: [1] }],
    ['<SessionIds/><Sessions> </Sessions>', { SessionIds: [], Sessions: [] }],
    [
      '<Sessions><a><b><Value>4</Value><key>SessionId</key></b><b><Key>none</Key></b></a></Sessions>',
      { Sessions: [new Map([['SessionId', '4']])] },
    ],
    ['<BypassCache>1</BypassCache><Device>ios</Device>', { BypassCache: true, Device: 'IOS' }],
    ['<DateCached>2024-05-03T02:03:39Z</DateCached>', { DateCached: DateTime.fromEpoch(1714701819000) }],
  ])('%s', (content, given) => {
    expect(request.decode(document(content))).toStrictEqual(asked(given))
  })

  test('what stands around the root', () => {
    const text = `<?xml version="1.0" encoding="utf-8"?>\n<!-- <!DOCTYPE x> -->\n<?style x?>${document('')}\n<!-- end -->\r`
    expect(request.decode(text)).toStrictEqual(asked({}))
    expect(request.decode(`\ufeff${text}`)).toStrictEqual(asked({}))
    expect(request.decode('<p:registrationsessionrequest xmlns:p="urn:any"/>')).toStrictEqual(asked({}))
  })

  test('nil: by its namespace, under any prefix', () => {
    const xsi = 'xmlns:x="http://www.w3.org/2001/XMLSchema-instance"'
    const content = (nil: string) => document(`<RegistrationID ${nil}/><EventID ${nil}></EventID><BadgeNumber ${nil}/>`)
    const target = asked({ EventID: 5, RegistrationID: 'a', BadgeNumber: 7 })
    const sent = new Set<string>()
    expect(request.decodeInto(content(`${xsi} x:nil="true"`), target, sent)).toBeUndefined()
    expect(target).toStrictEqual(asked({ EventID: 5 }))
    expect([...sent]).toEqual(['RegistrationID', 'BadgeNumber'])
    expect(request.decode(content(`${xsi} x:nil="false"`))).toStrictEqual(asked({ RegistrationID: '' }))
    expect(request.decode(content('xmlns:x="urn:other" x:nil="true"'))).toStrictEqual(asked({ RegistrationID: '' }))
    expect(request.decode(`<RegistrationSessionRequest ${xsi} x:nil="true"/>`)).toBeNull()
    expect(texts.decode(`<ArrayOfstring ${xsi}><s x:nil="1"/><s/></ArrayOfstring>`)).toStrictEqual([null, ''])
    const full = request.decode(document(`<RegistrationID ${xsi} x:nil="true">a</RegistrationID>`))
    expect(full instanceof Failure && full.reasons.map((r) => r.field)).toEqual(['RegistrationID'])
  })

  test('doubles in the words of XSD', () => {
    const doubles = xml.compile(t.list(t.double()))
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1e21, 0.1]
    expect(doubles.decode(doubles.encode(odd))).toStrictEqual(odd)
    expect(doubles.decode('<ArrayOfdouble><a> INF </a><a>Infinity</a></ArrayOfdouble>')).toStrictEqual([
      Infinity,
      Infinity,
    ])
  })

  test('Guids with dashes and without', () => {
    const guid = xml.compile(t.guid())
    const digits = '0123456789abcdef0123456789abcdef'
    expect(guid.decode(`<guid>${digits}</guid>`)).toBe(digits)
    expect(guid.decode('<guid>{01234567-89AB-cdef-0123-456789abcdef}</guid>')).toBe(digits)
  })

  test('names that mean something to JavaScript are names like others', () => {
    const odd =
      '<__proto__ xmlns:__proto__="urn:a" __proto__:a="b"><Number>9</Number></__proto__><constructor/><toString/>'
    const rows = '<Rows><a><b><Key>__proto__</Key><Value>c</Value></b></a></Rows>'
    expect(everything.decode(`<Everything>${odd}${rows}</Everything>`)).toStrictEqual(
      Everything.create({ Rows: [new Map([['__proto__', 'c']])] }),
    )
    expect(Object.prototype).not.toHaveProperty('Number')
  })

  test.each([
    ['<EventID>abc</EventID>', ['EventID']],
    ['<EventID>2147483648</EventID>', ['EventID']],
    ['<EventID><a>1</a></EventID>', ['EventID']],
    ['<RegistrationID>a<b/></RegistrationID>', ['RegistrationID']],
    ['<Device>Nokia</Device><BypassCache>maybe</BypassCache>', ['Device', 'BypassCache']],
    ['<SessionIds><int>1</int><int>x</int><int/></SessionIds>', ['SessionIds[1]', 'SessionIds[2]']],
    ['<SessionIds>1,2</SessionIds>', ['SessionIds']],
    ['<Sessions>[{SessionId:4}]</Sessions>', ['Sessions']],
    ['<Sessions><a><SessionId>4</SessionId></a></Sessions>', ['Sessions[0][0]']],
    ['<Sessions><a><b><Key>k</Key><Value><c/></Value></b></a></Sessions>', ['Sessions[0].k']],
    ['<ResponseStatus><Errors><a><Meta>x</Meta></a></Errors></ResponseStatus>', ['ResponseStatus.Errors[0].Meta']],
    ['just text', [undefined]],
  ])('%s is refused by its field', (content, fields) => {
    const found = request.decode(document(content))
    expect(found instanceof Failure && found.code).toBe('InvalidValue')
    expect(found instanceof Failure && found.reasons.map((r) => r.field)).toEqual(fields)
    expect(request.decodeInto(document(content), asked({}), new Set())).toEqual(found)
  })

  test('onto a value that is there', () => {
    const target = asked({ EventID: 5, RegistrationID: 'a' })
    const sent = new Set<string>()
    const text = document('<ClientID>3</ClientID><eventid/><RegistrationID></RegistrationID><Unknown/>')
    expect(request.decodeInto(text, target, sent)).toBeUndefined()
    expect(target).toStrictEqual(asked({ EventID: 5, RegistrationID: '', ClientID: 3 }))
    expect([...sent]).toEqual(['ClientID', 'RegistrationID'])
    expect(request.decodeInto(' \n', target, sent)).toBeUndefined()
    expect(message(request.decodeInto('<Other/>', target, sent))).toContain('SerializationException')
  })
})

describe('refused with its place', () => {
  const laughs = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">'
  test.each([
    [`<!DOCTYPE x [${laughs}]>${document('&c;')}`, 'A DTD is not allowed at line 1, column 1.'],
    [`\n<!DOCTYPE x SYSTEM "file:///etc/passwd">${document('')}`, 'A DTD is not allowed at line 2, column 1.'],
    ['<?xml version="1.0"?><!-- --> <!DOCTYPE x [', 'A DTD is not allowed at line 1, column 31.'],
    [document('<!DOCTYPE x>'), 'Inappropriately located doctype declaration at line 1, column 37.'],
    [document('&nbsp;'), 'Undefined entity at line 1, column 34.'],
    [document('&toString;'), 'Undefined entity at line 1, column 38.'],
    [document('&#1;'), 'Malformed character entity at line 1, column 32.'],
    [document('&#xd800;'), 'Malformed character entity at line 1, column 36.'],
    [document('\n<a>&amp; b & c</a>'), "An '&' that begins no reference at line 2, column 12."],
    [document('<a>b & c; d</a>'), "An '&' that begins no reference at line 1, column 34."],
    ['<Other/>', 'Expected the root RegistrationSessionRequest, found "Other" at line 1, column 1.'],
    [
      '<RegistrationSessionResponse/>',
      'Expected the root RegistrationSessionRequest, found "RegistrationSessionResponse" at line 1, column 1.',
    ],
    ['<RegistrationSessionRequest><EventID>1</Eve', 'The document is cut short at line 1, column 44.'],
    ['<RegistrationSessionRequest>\n<EventID>1</EventID>', 'The document is cut short at line 2, column 21.'],
    ['<RegistrationSessionRequest>&am', 'The document is cut short at line 1, column 32.'],
    ['<RegistrationSessionRequest a="', 'The document is cut short at line 1, column 32.'],
    ['<!-- nothing -->', 'The document is cut short at line 1, column 17.'],
    [`${document('')} x`, 'Text after the end of the document at line 1, column 59.'],
    [`${document('')}<!-- -->${document('')}`, 'Text after the end of the document at line 1, column 66.'],
    [`${document('')}<![CDATA[x]]>`, 'Text after the end of the document at line 1, column 58.'],
    [document('<a b="1" b="2"/>'), 'Duplicate attribute: b at line 1, column 44.'],
    [
      document('<a xmlns:p="urn:x" xmlns:q="urn:x" p:b="1" q:b="2"/>'),
      'Duplicate attribute: {urn:x}b at line 1, column 80.',
    ],
    [document('<p:EventID>1</p:EventID>'), 'Unbound namespace prefix: "p" at line 1, column 39.'],
    [document('<a></b></a>'), 'Unexpected close tag at line 1, column 35.'],
    [document('\u0001'), 'Disallowed character at line 1, column 29.'],
    [document('\ud800'), 'A lone surrogate at line 1, column 29.'],
    [
      ` <?xml version="1.0"?>${document('')}`,
      'An XML declaration must be at the start of the document at line 1, column 7.',
    ],
    ['{"EventID":1}', "Expected '<' at line 1, column 1."],
    ['<a>'.repeat(70), 'Expected the root RegistrationSessionRequest, found "a" at line 1, column 1.'],
    [document(`\n${'<a>'.repeat(64)}`), 'Nesting deeper than 64 levels at line 2, column 190.'],
  ])('%s', (text, said) => {
    expect(message(request.decode(text))).toBe(`SerializationException: ${said}`)
  })

  test('but nesting up to the limit, and many elements side by side, are read', () => {
    const deep = document(`${'<a>'.repeat(63)}${'</a>'.repeat(63)}<EventID>1</EventID>`)
    expect(request.decode(deep)).toStrictEqual(asked({ EventID: 1 }))
    expect(request.decode(document(`${'<a/>'.repeat(500)}<EventID>1</EventID>`))).toStrictEqual(asked({ EventID: 1 }))
  })
})

describe('whatever the text, a value or a failure', () => {
  const pieces = fc.constantFrom(
    ...['<', '>', '/>', '</', '&', ';', '&lt;', '&#x41;', '"', '=', ' ', '\n', '\0', '\ud800', ']]>', '<![CDATA['],
    ...[
      '<!--',
      '-->',
      '<?',
      '?>',
      '<?xml version="1.1"?>',
      '<!DOCTYPE',
      ' xmlns="a"',
      ' xmlns:p="b"',
      'p:',
      ' i:nil="true"',
    ],
    ...['<Text>', '</Text>', '<Rows>', '<Key>', '<Value/>', '<Everything>', '</Everything>', '1'],
  )
  const almost = fc.array(pieces, { maxLength: 20 }).map((all) => all.join(''))
  const settles = (text: string) => {
    const found = everything.decode(text)
    if (found instanceof Failure) expect(found.status).toBe(400)
    else expect(everything.decode(everything.encode(found))).toStrictEqual(found)
  }

  test('made of pieces of XML', () => {
    fc.assert(fc.property(almost, settles), { numRuns: 1000 })
    fc.assert(
      fc.property(almost, (text) => settles(`<Everything xmlns:p="urn:p">${text}</Everything>`)),
      { numRuns: 1000 },
    )
  })

  test('a document in which one stretch is replaced', () => {
    const written = arbitrary(Everything).map((value) => everything.encode(value))
    const damaged = fc.tuple(written, fc.nat(), fc.nat({ max: 6 }), almost).map(([text, place, length, piece]) => {
      const at = place % (text.length + 1)
      return text.slice(0, at) + piece + text.slice(at + length)
    })
    fc.assert(fc.property(damaged, settles), { numRuns: 500 })
  })

  // A reader whose time grows with the square of the text would need hours for these.
  const size = 1_000_000
  const inside = (text: string) => `<Everything>${text}</Everything>`
  test.each<[string, string]>([
    ['opening tags', inside('<a>'.repeat(size / 3))],
    ['elements', inside('<a/>'.repeat(size / 4))],
    ['a field again and again', inside('<Text>a</Text>'.repeat(size / 14))],
    ['a long list', inside(`<Numbers>${'<a>1</a>'.repeat(size / 8)}</Numbers>`)],
    ['a long bad list', inside(`<Numbers>${'<a>x</a>'.repeat(size / 8)}</Numbers>`)],
    ['entries without keys', inside(`<Counts>${'<a/>'.repeat(size / 4)}</Counts>`)],
    ['an entry of many keys', inside(`<Counts><a>${'<Key/>'.repeat(size / 6)}</a></Counts>`)],
    ['references', inside(`<Text>${'&lt;'.repeat(size / 4)}</Text>`)],
    ['ampersands', inside('&'.repeat(size))],
    ['ampersands in text', inside('&a'.repeat(size / 2))],
    ['a long reference', inside(`&#${'1'.repeat(size)};`)],
    ['a long reference without end', inside(`&${'a'.repeat(size)}`)],
    ['attributes', `<Everything${Array.from({ length: size / 10 }, (_, n) => ` a${n}=""`).join('')}/>`],
    ['namespaces', `<Everything${Array.from({ length: size / 20 }, (_, n) => ` xmlns:a${n}="urn"`).join('')}/>`],
    ['a long attribute', `<Everything a="${'<'.repeat(size)}"/>`],
    ['a long name', `<${'a'.repeat(size)}/>`],
    ['comments', `${'<!---->'.repeat(size / 7)}<Everything/>`],
    ['comments after the end', `<Everything/>${'<!---->'.repeat(size / 7)}x`],
    ['unclosed comments', '<!--'.repeat(size / 4)],
    ['unclosed instructions', '<?'.repeat(size / 2)],
    ['CDATA', inside(`<Text>${'<![CDATA[x]]>'.repeat(size / 13)}</Text>`)],
    ['brackets', inside(']'.repeat(size))],
    ['space', inside(`<Ratio>${' '.repeat(size)}x</Ratio>`)],
    ['space between elements', inside(`<Numbers>${' '.repeat(size)}</Numbers>`)],
    ['closing tags', '</a>'.repeat(size / 4)],
    ['line ends', inside('\r'.repeat(size))],
  ])('in time that grows with the text only: %s', (_, text) => settles(text))
})

test('a field that the original does not have is an element only where it is set', () => {
  const answers = xml.compile(RegistrationSessionResponse)
  expect(answers.encode(RegistrationSessionResponse.create())).not.toContain('Waitlisted')
  const waiting = RegistrationSessionResponse.create({ Waitlisted: [new Map([['Position', '1']])] })
  expect(answers.encode(waiting)).toContain('<Waitlisted ')
  expect(answers.decode(answers.encode(waiting))).toEqual(waiting)
})
