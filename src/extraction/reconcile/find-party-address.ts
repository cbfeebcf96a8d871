import type { Detail } from '../../../schemas/detail.ts'
import { coverBoxes } from '../layout/boxes.ts'
import { type Address, findAddresses } from '../layout/find-addresses.ts'
import { zoneAt } from '../layout/find-party-zones.ts'
import type { Segment } from '../layout/types.ts'
import { findLegalForm, hasPostcode, isNameLike, isSameParty, nameKey } from '../notation/company-name.ts'
import type { Sight } from '../sight.ts'

/** Longer stacks hold more than an address. */
const MOST_LINES = 4
const PAGES = 2
/** A letterhead ends, and a foot begins, at these shares of the page's height. */
const HEAD = 0.25
const FOOT = 0.85
/** The parts of a line that holds name, street and town. */
const PARTS = /\s[·•|●∙–-]\s|\s*[,;]\s+/u

type Parties = { supplier: string | undefined; customer: string | undefined }

/** BG-5 and BG-8 in one line each: street and town of the supplier and of the receiver. */
export function findPartyAddresses(
  parties: Parties,
  sight: Sight,
): { supplierAddress?: Detail; customerAddress?: Detail } {
  const addresses = findAddresses(sight.layout, { pages: PAGES, isBorder: () => false })
  const { supplier, customer } = parties
  const supplierAddress =
    (supplier === undefined ? null : (belowName(supplier, addresses) ?? inOneLine(supplier, sight))) ??
    inLetterhead(addresses, { parties, sight })
  const customerAddress = customer === undefined ? null : (belowName(customer, addresses) ?? inOneLine(customer, sight))
  return { ...(supplierAddress ? { supplierAddress } : {}), ...(customerAddress ? { customerAddress } : {}) }
}

function belowName(name: string, addresses: readonly Address[]): Detail | null {
  for (const { page, segments } of addresses) {
    const at = segments.findIndex((segment) => isNamed(segment.text, name))
    const lines = at < 0 ? [] : fromStreet(segments.slice(at + 1))
    const between = segments.slice(at + 1, segments.length - lines.length)
    if (between.some((segment) => findLegalForm(segment.text) !== null && !isNamed(segment.text, name))) continue
    if (lines.length > 1 && lines.length <= MOST_LINES)
      return detailOf(lines, { page, confidence: 0.8, because: `below "${segments[at]!.text}"` })
  }
  return null
}

function isNamed(text: string, name: string): boolean {
  const [key, wanted] = [nameKey(text), nameKey(name)]
  if (wanted.length < 3 || !key.startsWith(wanted)) return false
  return key !== wanted || isSameParty(text, name)
}

/** What stands between name and street is a slogan or a person. */
function fromStreet(segments: readonly Segment[]): Segment[] {
  const street = segments.findIndex((segment) => /\d/.test(segment.text))
  return street < 0 ? [] : segments.slice(street)
}

/** "Acme GmbH · Hafentor 11 · 20459 Hamburg": what follows the name, up to the town. */
function inOneLine(name: string, sight: Sight): Detail | null {
  for (const line of sight.layout.lines) {
    if (line.page > PAGES) break
    for (const segment of line.segments) {
      const [first = '', ...rest] = segment.text.split(PARTS)
      const town = rest.findIndex((part) => hasPostcode(part))
      const address = rest.slice(0, town + 1)
      if (town < 0 || town > 2 || !/\d/.test(address[0]!) || address.some((part) => /@|www\./.test(part))) continue
      if (!isNamed(first, name)) continue
      return {
        value: address.join(', '),
        confidence: 0.7,
        place: { page: line.page, box: segment.box },
        because: 'in the line of the sender',
      }
    }
  }
  return null
}

/** An address beside the name rather than below it: in the head or the foot of the first page, and nobody else's. */
function inLetterhead(
  addresses: readonly Address[],
  { parties, sight }: { parties: Parties; sight: Sight },
): Detail | null {
  for (const { page, segments } of addresses) {
    if (page !== 1) break
    const { height } = sight.layout.pages[0]!
    const lines = fromStreet(segments)
    if (lines.length < 2 || lines.length > MOST_LINES) continue
    const [, top, , bottom] = coverBoxes(lines.map((segment) => segment.box))
    if (top > HEAD * height && bottom < FOOT * height) continue
    const above = segments.slice(0, segments.indexOf(lines[0]!))
    if (above.some((segment) => isOthers(segment.text, parties))) continue
    if (lines.some(({ box }) => ['customer', 'otherParty'].includes(zoneAt(sight.zones, { page, box })?.kind ?? '')))
      continue
    return detailOf(lines, { page, confidence: 0.6, because: 'the first address of the letterhead' })
  }
  return null
}

/** Another company, or a person: people are written to at their employer's. */
function isOthers(text: string, { supplier }: Parties): boolean {
  if (supplier !== undefined && isNamed(text, supplier)) return false
  return findLegalForm(text) !== null || isNameLike(text)
}

function detailOf(
  segments: readonly Segment[],
  { page, confidence, because }: { page: number; confidence: number; because: string },
): Detail {
  return {
    value: segments.map((segment) => segment.text).join(', '),
    confidence,
    place: { page, box: coverBoxes(segments.map((segment) => segment.box)) },
    because,
  }
}
