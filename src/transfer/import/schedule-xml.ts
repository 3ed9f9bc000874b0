import { SaxesParser } from 'saxes'
import { type ImportRefused, importRefused } from './report.ts'
import type { ScheduleEntry } from './schedule-entry.ts'

/** Elements of an event whose text is read. */
const texts = ['title', 'date', 'duration', 'track', 'type'] as const

type Draft = { -readonly [Name in (typeof texts)[number]]: string } & {
  id: string
  line: number
  room: string
  persons: string[]
}

/** Ends the reading of a file. */
class Unreadable extends Error {}

/**
 * The talks of a schedule.xml as pretalx and frab export it: `schedule`, `day`, `room`, `event`. A DTD is refused, and with
 * it every entity but the five of XML.
 */
export function parseXmlSchedule(text: string): ScheduleEntry[] | ImportRefused {
  try {
    return new Reading(text).talks()
  } catch (error) {
    if (error instanceof Unreadable)
      return importRefused('SyntaxInvalid', `The file is not a schedule in XML: ${error.message}.`)
    throw error
  }
}

class Reading {
  readonly #text: string
  readonly #parser = new SaxesParser<{ xmlns: false; position: true }>({ xmlns: false, position: true })
  readonly #talks: ScheduleEntry[] = []
  /** The names of the elements that are open. */
  readonly #open: string[] = []
  #room = ''
  #draft: Draft | null = null
  #content = ''

  constructor(text: string) {
    this.#text = text
  }

  talks(): ScheduleEntry[] {
    const parser = this.#parser
    parser.on('doctype', () => {
      throw new Unreadable('it has a DTD')
    })
    parser.on('error', (error) => {
      throw new Unreadable(error.message)
    })
    parser.on('opentag', ({ name, attributes }) => {
      if (this.#open.length === 0 && name !== 'schedule') throw new Unreadable(`its root is ${name}, not schedule`)
      if (this.#open.length > 50) throw new Unreadable('elements are nested too deep')
      this.#open.push(name)
      this.#content = ''
      if (name === 'room' && this.#draft === null) this.#room = attributes.name ?? ''
      if (name === 'event' && this.#draft === null) this.#draft = this.#newDraft(attributes.id ?? '')
    })
    const add = (piece: string) => {
      this.#content += piece
    }
    parser.on('text', add)
    parser.on('cdata', add)
    parser.on('closetag', ({ name }) => {
      this.#open.pop()
      this.#close(name)
    })
    parser.write(this.#text).close()
    return this.#talks
  }

  #newDraft(id: string): Draft {
    const empty = { title: '', date: '', duration: '', track: '', type: '' }
    return { ...empty, id, line: this.#parser.line, room: this.#room, persons: [] }
  }

  #close(name: string): void {
    const draft = this.#draft
    if (draft === null) return
    const parent = this.#open.at(-1)
    const content = this.#content.trim()
    this.#content = ''
    if (name === 'event' && parent === 'room') {
      this.#talks.push({ ...draft, place: null, capacity: '' })
      this.#draft = null
    } else if (name === 'person' && parent === 'persons') draft.persons.push(content)
    else if (name === 'room' && parent === 'event') draft.room = content || draft.room
    else if (parent === 'event') {
      const known = texts.find((each) => each === name)
      if (known !== undefined) draft[known] = content
    }
  }
}
