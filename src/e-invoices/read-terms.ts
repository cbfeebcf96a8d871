import type { Stated } from '../../schemas/e-invoice.ts'
import { childrenOf, elementAt, pathOf, trimXml, type XmlElement } from './xml/element.ts'

/** Takes terms out of elements and remembers what the model has no room for. */
export type Taker = {
  /** The text down a path of names; of the first where there are several, and the others become surplus. */
  text: (element: XmlElement | undefined, path: string) => Stated | undefined
  /** As text, with the attributes of amounts, identifiers and quantities. */
  term: (element: XmlElement | undefined, path: string) => Stated | undefined
  /** As text, of an ISO date. */
  isoDate: (element: XmlElement | undefined, path: string) => Stated | undefined
  surplus: Stated[]
}

/** Surplus is a hint for a finding, not a second copy of the document. */
const MAX_SURPLUS = 20

export function makeTaker(): Taker {
  const surplus: Stated[] = []
  const first = (element: XmlElement | undefined, path: string): XmlElement | undefined => {
    const cut = path.lastIndexOf('/')
    const parent = cut < 0 ? element : elementAt(element, path.slice(0, cut))
    const all = childrenOf(parent, path.slice(cut + 1))
    for (const more of all.slice(1)) if (surplus.length < MAX_SURPLUS) surplus.push(stateText(more))
    return all[0]
  }
  return {
    text: (element, path) => optional(first(element, path), stateText),
    term: (element, path) => optional(first(element, path), stateTerm),
    isoDate: (element, path) => optional(first(element, path), stateIsoDate),
    surplus,
  }
}

export function stateText(element: XmlElement): Stated {
  return { text: trimXml(element.text), path: pathOf(element) }
}

const ATTRIBUTES = [
  ['currencyID', 'currency'],
  ['schemeID', 'scheme'],
  ['listID', 'scheme'],
  ['schemeVersionID', 'schemeVersion'],
  ['listVersionID', 'schemeVersion'],
  ['unitCode', 'unit'],
] as const

/** A text with what its attributes say of it. UBL and CII name them alike. */
export function stateTerm(element: XmlElement): Stated {
  const stated = stateText(element)
  for (const [attribute, member] of ATTRIBUTES) {
    const value = element.attributes[attribute]
    if (value !== undefined) stated[member] = value
  }
  return stated
}

/** XML Schema's date: a time zone may follow. */
export function stateIsoDate(element: XmlElement): Stated {
  const stated = stateText(element)
  const date = /^(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?$/.exec(stated.text)?.[1]
  return date !== undefined && isCalendarDate(date) ? { ...stated, date } : stated
}

/** Whether an ISO date is in the calendar: the 30th of February is not. */
export function isCalendarDate(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date)
}

function optional(element: XmlElement | undefined, state: (element: XmlElement) => Stated): Stated | undefined {
  return element && state(element)
}
