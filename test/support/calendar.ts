import ICAL from 'ical.js'

// The parser knows the properties of RFC 5545; NAME is of RFC 7986, and X-WR-CALNAME its forerunner.
for (const name of ['name', 'x-wr-calname']) ICAL.design.icalendar.property[name] = { defaultType: 'text' }

/** An iCalendar document as an independent parser reads it. */
export function parseCalendar(text: string): ICAL.Component {
  return new ICAL.Component(ICAL.parse(text))
}
