/** The longest content line, in octets without its end (RFC 5545, 3.1). */
const maxLineOctets = 75

/** A property of a component: its name, with parameters if any, and its value as it stands in the document. */
export type Property = string

/** A property of type TEXT: control characters are dropped, and what has a meaning in iCalendar is escaped (RFC 5545, 3.3.11). */
export function textProperty(name: string, text: string): Property {
  const escaped = text
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]|\p{Cs}/gu, '')
    .replaceAll(/[\\;,]/g, String.raw`\$&`)
    .replaceAll('\n', String.raw`\n`)
  return `${name}:${escaped}`
}

/** A property of type DATE-TIME in UTC. @param epochMs milliseconds since 1970-01-01 UTC */
export function instantProperty(name: string, epochMs: number): Property {
  return `${name}:${new Date(epochMs).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`
}

/** A property of type DATE. @param day `2025-11-02` */
export function dateProperty(name: string, day: string): Property {
  return `${name};VALUE=DATE:${day.replaceAll('-', '')}`
}

/** A component with its properties and inner components, such as `component('VEVENT', [...])`. */
export function component(name: string, content: readonly Property[]): Property[] {
  return [`BEGIN:${name}`, ...content, `END:${name}`]
}

/** Returns content lines as a document: each folded to {@link maxLineOctets}, and ended by CRLF. */
export function documentOf(lines: readonly Property[]): string {
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

/** Continues a long line on the next one, after a space; characters are never parted. */
function folded(line: string): string {
  let [text, octets] = ['', 0]
  for (const char of line) {
    const size = Buffer.byteLength(char)
    if (octets + size > maxLineOctets) {
      text += '\r\n '
      octets = 1
    }
    text += char
    octets += size
  }
  return text
}
