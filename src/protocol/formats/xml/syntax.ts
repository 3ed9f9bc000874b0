import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes'
import { maxDepth } from '../codec.ts'
import { SyntaxProblem, shown } from '../problems.ts'
import { instance } from './names.ts'

/** An element as a document has it. Comments and processing instructions are left out, CDATA is text. */
export interface XmlElement {
  /** Without its prefix. */
  readonly name: string
  /** Whether it says `i:nil="true"`, under whatever prefix. */
  readonly isNil: boolean
  /** All the text directly in it, with the references of XML resolved. */
  text: string
  readonly children: XmlElement[]
}

/**
 * Parses an XML 1.0 document whose root has the local name `rootName`, in any letter case. DTDs are refused, and so is
 * every entity but the five of XML. @throws SyntaxProblem with its place; for nesting past the limit as well.
 */
export function parseXml(text: string, rootName: string): XmlElement {
  const rootAt = afterMisc(text, 0)
  if (text.startsWith('<!DOCTYPE', rootAt)) throw new SyntaxProblem('A DTD is not allowed', rootAt)
  if (rootAt < text.length && text[rootAt] !== '<') throw new SyntaxProblem("Expected '<'", rootAt)
  // The parser takes what follows one half of a surrogate pair for the other.
  const halfPair = text.search(/\p{Surrogate}/u)
  if (halfPair !== -1) throw new SyntaxProblem('A lone surrogate', halfPair)
  return new Document(text, rootName, rootAt).read()
}

/** One run of the parser, which makes elements of its events. */
class Document {
  readonly #parser = new SaxesParser({ xmlns: true, position: false, defaultXMLVersion: '1.0', forceXMLVersion: true })
  readonly #text: string
  readonly #open: XmlElement[] = []
  #root: XmlElement | undefined
  /** Where the root ends, once it does. */
  #rootEnd: number | undefined
  /** Where the last tag ends. */
  #tagEnd = 0

  constructor(text: string, rootName: string, rootAt: number) {
    this.#text = text
    const addText = (piece: string) => {
      const element = this.#open.at(-1)
      if (element) element.text += piece
    }
    this.#parser.on('text', addText)
    this.#parser.on('cdata', addText)
    this.#parser.on('opentag', (tag) => {
      if (this.#root === undefined && tag.local.toLowerCase() !== rootName.toLowerCase()) {
        throw new SyntaxProblem(`Expected the root ${rootName}, found ${shown(tag.local)}`, rootAt)
      }
      this.#start(tag)
    })
    this.#parser.on('closetag', () => {
      this.#open.pop()
      this.#tagEnd = this.#parser.position
      if (this.#open.length === 0) this.#rootEnd = this.#tagEnd
    })
    this.#parser.on('doctype', () => {
      throw new SyntaxProblem('A DTD is not allowed', rootAt)
    })
    this.#parser.on('error', (error) => this.#refuse(error.message))
  }

  read(): XmlElement {
    this.#parser.write(this.#text).close()
    return this.#root ?? this.#refuse('Missing root')
  }

  #start(tag: SaxesTagNS): void {
    if (this.#open.length === maxDepth) {
      const at = this.#text.lastIndexOf('<', this.#parser.position - 1)
      throw new SyntaxProblem(`Nesting deeper than ${maxDepth} levels`, at)
    }
    const isNil = Object.values(tag.attributes).some(saysNil)
    const element = { name: tag.local, isNil, text: '', children: [] }
    const around = this.#open.at(-1)
    if (around) around.children.push(element)
    else this.#root = element
    this.#open.push(element)
    this.#tagEnd = this.#parser.position
  }

  /** What the parser says of a document is kept, but where it can be said better. */
  #refuse(said: string): never {
    const { position } = this.#parser
    const after = this.#rootEnd === undefined ? undefined : afterMisc(this.#text, this.#rootEnd)
    if (after !== undefined && after < this.#text.length && isOutside.test(said)) {
      throw new SyntaxProblem('Text after the end of the document', after)
    }
    const isCutShort = position >= this.#text.length && atEnd.test(said)
    const bare = isCutShort || said.includes('entity') ? this.#bareAmpersand() : undefined
    if (bare !== undefined) throw new SyntaxProblem("An '&' that begins no reference", bare)
    if (isCutShort) throw new SyntaxProblem('The document is cut short', this.#text.length)
    const problem = said.replace(/\.$/, '').slice(0, longestProblem)
    throw new SyntaxProblem(problem.charAt(0).toUpperCase() + problem.slice(1), Math.max(0, position - 1))
  }

  /** A bare `&` in the text after the last tag: the parser looks for its `;` in all that follows. */
  #bareAmpersand(): number | undefined {
    const next = /<|&(?!#?[\w.-]*(?:;|$))/g
    next.lastIndex = this.#tagEnd
    const found = next.exec(this.#text)
    return found?.[0] === '&' ? found.index : undefined
  }
}

const longestProblem = 100
const isOutside = /^(?:text data outside|documents may contain only one root)/
const atEnd = /^(?:unclosed tag|unexpected end|document must contain a root)/

function saysNil({ local, uri, value }: SaxesAttributeNS): boolean {
  return local === 'nil' && uri === instance && /^\s*(?:true|1)\s*$/.test(value)
}

const space = /[ \t\r\n]*/y

/** The place after all space, comments and processing instructions from `at` on. */
function afterMisc(text: string, at: number): number {
  for (let place = at; ; ) {
    space.lastIndex = place
    space.test(text)
    place = space.lastIndex
    const close = text.startsWith('<!--', place) ? '-->' : text.startsWith('<?', place) ? '?>' : undefined
    const end = close === undefined ? -1 : text.indexOf(close, place + close.length)
    if (close === undefined || end === -1) return place
    place = end + close.length
  }
}
