import { type SimpleType, textWriter as scalarWriter, type TextWriter } from '../scalars.ts'

/** What cannot stand in the text of an element: marks, CR (readers make LF of it), and what is no character of XML 1.0. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters in question
const special = /[&<>\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Surrogate}]/u
const allSpecial = new RegExp(special, 'gu')

const references = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['\r', '&#xD;'],
])

/**
 * A string as the text of an element. XML 1.0 has no way to write the other control characters, U+FFFE, U+FFFF and lone
 * surrogates, not even as references: each is replaced by U+FFFD, so that every document can be read.
 */
export function xmlText(value: string): string {
  return special.test(value) ? value.replace(allSpecial, (char) => references.get(char) ?? '\ufffd') : value
}

const guid = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/

/** The writer of a type's values as the text of an element, in the forms of XSD. */
export function textWriter(type: SimpleType): TextWriter {
  return scalarWriter(type, {
    string: xmlText,
    bool: String,
    double: (text) => text.replace('Infinity', 'INF'),
    dateTime: (value) => value.toXsd(),
    plain: type.kind === 'guid' ? (text) => xmlText(text.replace(guid, '$1-$2-$3-$4-$5')) : (text) => text,
  })
}
