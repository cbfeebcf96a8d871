import { type Address, boxOfAddress, findAddresses } from '../../layout/find-addresses.ts'
import { zoneAt } from '../../layout/find-party-zones.ts'
import type { Segment } from '../../layout/types.ts'
import type { LabelMeaning } from '../../locales/locale.ts'
import { findLegalForm, isSenderLine, mayBeStreet } from '../../notation/company-name.ts'
import type { Sight } from '../../sight.ts'
import { FITS_DOMAIN, type Name, speaksOfSelf } from './judge-blocks.ts'

/** Who an address is, as far as its place and what stands around it tell. */
export type Addressee = { name: Name; score: number; because: string }

/** Addresses of receivers stand in the upper part of the first page. */
const UPPER = 0.5

const PARTIES: ReadonlySet<LabelMeaning> = new Set(['supplier', 'customer', 'otherParty'])

/**
 * The names over addresses that nobody speaks of himself in: the receiver's, where somebody else is the sender. Labelled ones are found by
 * their labels.
 */
export function findAddressees(names: readonly Name[], sight: Sight): Addressee[] {
  const page = sight.layout.pages[0]
  if (!page) return []
  const isBorder = (segment: Segment): boolean =>
    sight.lines[segment.line]!.labels.some(
      (label) => PARTIES.has(label.meaning) && label.leads && label.alone && label.from === segment.from,
    )
  const addresses = findAddresses(sight.layout, { pages: 1, isBorder })
    .filter((address) => boxOfAddress(address)[1] < UPPER * page.height)
    .map((address) => ({ address, name: nameOf(address, names), self: isSelf(address, sight) }))
  const found: Addressee[] = []
  for (const { address, name, self } of addresses) {
    if (!name || self) continue
    const zone = zoneAt(sight.zones, { page: address.page, box: address.segments[0]!.box })
    if (zone?.kind === 'supplier' || zone?.kind === 'otherParty') continue
    if (name.reasons.some((reason) => reason.because === FITS_DOMAIN)) continue
    const claims: [number, string][] = [[0.3, 'over an address']]
    if (hasOwnVatId(address, sight)) claims.push([0.9, 'over an address with the receiver’s VAT id'])
    if (followsSenderLine(address, { name, names, sight })) claims.push([0.8, 'below the line of the sender'])
    const sender = addresses.find((other) => other.self && other.name && other.name.key !== name.key)
    if (sender) claims.push([0.75, 'over the address of somebody else than the sender'])
    else if (hasLetterhead(name, { names, page }))
      claims.push([0.7, 'over an address, below the head of somebody else'])
    const [score, because] = claims.reduce((a, b) => (b[0] > a[0] ? b : a))
    found.push({ name, score, because })
  }
  return found
}

/** The topmost line of it that can be a name. */
function nameOf({ segments }: Address, names: readonly Name[]): Name | undefined {
  for (const [at, segment] of segments.slice(0, -1).entries()) {
    if (at === segments.length - 2 && mayBeStreet(segment.text)) continue
    const name = names.find(
      (candidate) =>
        candidate.segment.line === segment.line &&
        segment.from <= candidate.segment.from &&
        candidate.segment.to <= segment.to,
    )
    if (name) return name
  }
  return undefined
}

/** Telephone, register or account below a name; a VAT id that is called the customer's speaks of somebody else. */
function isSelf({ segments, below }: Address, sight: Sight): boolean {
  const text = [...segments, ...below]
    .filter((segment) => !namesCustomerVatId(segment, sight))
    .map((segment) => segment.text)
    .join('\n')
  return speaksOfSelf(text)
}

function hasOwnVatId({ segments, below }: Address, sight: Sight): boolean {
  return [...segments, ...below].some((segment) => namesCustomerVatId(segment, sight))
}

function namesCustomerVatId(segment: Segment, sight: Sight): boolean {
  return sight.lines[segment.line]!.labels.some(
    (label) => label.meaning === 'customerVatId' && label.from >= segment.from && label.from < segment.to,
  )
}

/** Also one whose parts stand wide apart or that goes on in a second line. */
function followsSenderLine(
  { segments }: Address,
  { name, names, sight }: { name: Name; names: readonly Name[]; sight: Sight },
): boolean {
  const top = segments[0]!
  const left = boxOfAddress({ page: top.page, segments, below: [] })[0]
  for (let at = top.line; at >= Math.max(0, top.line - 3); at--) {
    const line = sight.layout.lines[at]!
    if (line.page !== top.page || top.box[1] - line.box[3] > 3.5 * line.height) break
    // What stands beside, in the column of the sender's own address, is no part of the line.
    const near = line.segments.filter((segment) => segment.box[0] < left + 300 && segment.box[2] > left - 20)
    const text = [...near, ...(sight.layout.lines[at + 1]?.segments.slice(0, 1) ?? [])]
      .map((segment) => segment.text)
      .join(' ')
    const whole = near.map((segment) => segment.text).join(' ')
    if (!isSenderLine(whole) && !(at < top.line - 1 && isSenderLine(text))) continue
    return names.some((other) => other.segment.line === at && other.key !== name.key)
  }
  return false
}

/** Somebody with a legal form or a large name stands above. */
function hasLetterhead(name: Name, { names, page }: { names: readonly Name[]; page: { height: number } }): boolean {
  return names.some(
    (other) =>
      other.key !== name.key &&
      other.segment.page === 1 &&
      other.customer < 0.5 &&
      other.segment.box[1] < Math.min(name.segment.box[1], 0.25 * page.height) &&
      (findLegalForm(other.text) !== null || other.reasons.some((reason) => reason.because === 'set large')),
  )
}
