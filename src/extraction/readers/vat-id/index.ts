import { spanOfText, widestGap } from '../../layout/boxes.ts'
import { zoneAt } from '../../layout/find-party-zones.ts'
import { findBelow, findRight } from '../../layout/relate.ts'
import type { Line } from '../../layout/types.ts'
import { checkVatId, splitVatId } from '../../notation/check-digits.ts'
import { type Claim, claim, type DetailClaim, type Reader } from '../../reading.ts'
import type { Sight } from '../../sight.ts'

const NAME = 'vat-id'
const CANDIDATE =
  /(?<![A-Za-z0-9])(CHE[-\s]?\d{3}[.\s]?\d{3}[.\s]?\d{3}(?:\s?(?:MWST|TVA|IVA))?|(?:NO\s?)?\d{3}\s?\d{3}\s?\d{3}\s?MVA|ATU\s?[\dOQILSBZ]{8}|ATU\s?\d{4}\s?\d{4}|(?:BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI)[\s.:-]{0,2}[A-Z0-9](?:[\s.-]?[A-Z0-9]){6,14})(?![A-Za-z0-9])/g

/** VAT ids that are the supplier's: not those in a customer's block or behind a customer's label, never our own. Those are the receiver's. */
export const vatId: Reader = {
  name: NAME,
  read(sight) {
    const evidence: Claim[] = []
    const details: DetailClaim[] = []
    const own = new Set(sight.own.vatIds.map((id) => id.replace(/[^A-Z0-9]/gi, '').toUpperCase()))
    for (const [index, line] of sight.layout.lines.entries()) {
      const labels = sight.lines[index]!.labels
      evidence.push(...readNational(line, { sight, own }))
      for (const { at, printed, read } of findCandidates(mendPrefixes(line))) {
        const span = spanOfText(line, { start: at, end: at + read.length })
        if (own.has(read.id)) {
          details.push({ name: 'customerVatId', value: read.id, score: 0.9, span, because: 'our own VAT id' })
          continue
        }
        if (widestGap(span) > 2.5) continue
        const label = labels.findLast(
          (candidate) => candidate.to <= span.from && (span.box[0] - candidate.box[2]) / line.height < 25,
        )
        const above = sight.lines[index - 1]?.labels.find(
          (candidate) => candidate.box[0] < span.box[2] && candidate.box[2] > span.box[0],
        )
        const named = label?.meaning ?? above?.meaning
        const labelled = named === 'vatId' || named === 'taxNumber' || named === 'taxTotal'
        if (
          !labelled &&
          read.check !== 'right' &&
          !/(?:vat|ust|tva|btw|iva|nip|moms|dph|mva|alv|uid|tax)/i.test(line.text)
        )
          continue
        const zone = zoneAt(sight.zones, { page: line.page, box: span.box })?.kind
        const customer = named === 'customerVatId' || zone === 'customer' || zone === 'otherParty'
        const shape = read.isMended ? 0.75 : read.check === 'right' ? 1 : read.check === 'unknown' ? 0.9 : 0.72
        const score = (labelled ? 0.93 : 0.7) * shape * (customer ? 0.12 : 1) * (zone === 'supplier' ? 1.04 : 1)
        if (customer)
          details.push({
            name: 'customerVatId',
            value: read.id,
            score: (named === 'customerVatId' ? 0.85 : 0.7) * shape,
            span,
            because: 'stands with the customer',
          })
        evidence.push(
          claim(span, {
            field: 'supplierVatId',
            value: read.id,
            score,
            reader: NAME,
            because: read.isMended
              ? `"${printed}" with digits for letters, as its check digit wants`
              : customer
                ? 'stands with the customer'
                : labelled
                  ? `right of "${label?.raw ?? above?.raw ?? ''}"`
                  : 'has the form of a VAT id',
            traits: {
              checkDigits: read.check === 'right' ? 1 : read.check === 'unknown' ? 0.5 : 0,
              isMended: read.isMended ? 1 : 0,
              labelQuality: labelled ? ((label ?? above)?.quality ?? 0) : 0,
              customer: customer ? 1 : 0,
              inZone: zone === 'supplier' ? 1 : 0,
            },
          }),
        )
      }
    }
    return { evidence, details }
  },
}

/** "F184731408": recognition takes the letter of a country for a digit; the check digits say whether what follows is one. */
function mendPrefixes(line: Line): string {
  if (!line.atoms.some((atom) => atom.source === 'ocr')) return line.text
  return line.text
    .replace(/(?<![A-Za-z0-9])F[1l|](?=\d{8}(?!\d))/g, 'FI')
    .replace(/(?<![A-Za-z0-9])[1l|]T(?=\d{11}(?!\d))/g, 'IT')
    .replace(/(?<![A-Za-z0-9])N[1|](?=\d{9}B\d{2})/g, 'NL')
    .replace(/(?<![A-Za-z0-9])5E(?=\d{10}01(?!\d))/g, 'SE')
}

/** Every place where a VAT id may begin: "NL: NL0044.95.445.B.01" holds one behind what only looks like one. */
function findCandidates(text: string): { at: number; printed: string; read: ReadVatId }[] {
  const found = []
  const candidate = new RegExp(CANDIDATE)
  for (let match = candidate.exec(text); match; match = candidate.exec(text)) {
    const printed = match[1]!
    const read = readVatId(printed)
    if (read) found.push({ at: match.index, printed, read })
    else candidate.lastIndex = match.index + 1
  }
  return found
}

/** Labels under which a country's companies print the number without its prefix, by the label's key. */
const NATIONAL: readonly (readonly [label: RegExp, countries: readonly string[]])[] = [
  [/^(?:nr|numer)?nip|identyfikacjipodatkowej/, ['PL']],
  [/partitaiva|^piva|^pi$|codiceiva|numeroiva/, ['IT']],
  [/cvr|^se(?:nr|nummer)/, ['DK']],
  [/contribuinte|nipc|^contrib/, ['PT']],
  [/^nif|^cif|^ndeidentificacionfiscal/, ['ES', 'PT']],
  [/^btw|ondernemingsn/, ['BE', 'NL']],
  [/^alv/, ['FI']],
]

/** "NIP 525-000-11-22": a VAT id (BT-31) begins with its country, which the label says; only with right check digits. */
function readNational(line: Line, { sight, own }: { sight: Sight; own: ReadonlySet<string> }): Claim[] {
  return sight.lines[line.index]!.labels.flatMap((label) => {
    const countries = label.meaning === 'vatId' ? NATIONAL.find(([key]) => key.test(label.key))?.[1] : undefined
    if (!countries) return []
    const near = [
      ...findRight(label, { targets: sight.lines[line.index]!.identifiers, blockers: sight.lines[line.index]!.labels }),
      ...findBelow(label, {
        lines: sight.layout.lines,
        targetsOf: (other) => sight.lines[other.index]!.identifiers,
        claimed: () => false,
      }),
    ].slice(0, 2)
    return near.flatMap(({ target, nearness, direction }) => {
      const digits = target.value.replace(/[^A-Za-z0-9]/g, '').toUpperCase()
      const country = countries.find((code) => checkVatId(code + digits) === 'right')
      if (country === undefined || own.has(country + digits) || own.has(digits)) return []
      const zone = zoneAt(sight.zones, { page: line.page, box: target.box })?.kind
      const customer = zone === 'customer' || zone === 'otherParty'
      return [
        claim(target, {
          field: 'supplierVatId',
          value: country + digits,
          score: 0.86 * nearness * label.quality * (customer ? 0.12 : 1),
          reader: NAME,
          because: `${direction} "${label.raw}", which is a label of ${country}`,
          traits: { checkDigits: 1, nearness, labelQuality: label.quality, customer: customer ? 1 : 0 },
        }),
      ]
    })
  })
}

type ReadVatId = { id: string; check: ReturnType<typeof checkVatId>; length: number; isMended: boolean }

/** The longest cut of the run that some country writes as a VAT id, right check digits first. */
function readVatId(printed: string): ReadVatId | null {
  let fallback: ReadVatId | null = null
  for (let length = printed.length; length >= 8; length--) {
    // A cut inside a group of characters would be another number.
    if (/[\s.:-]/.test(printed[length - 1]!) || /[A-Za-z0-9]/.test(printed[length] ?? ' ')) continue
    let id = printed
      .slice(0, length)
      .replace(/[^A-Za-z0-9]/g, '')
      .toUpperCase()
    if (/^\d{9}MVA$/.test(id)) id = `NO${id}`
    const mended = mendDigits(id)
    if (mended !== id && splitVatId(mended) && checkVatId(mended) === 'right')
      fallback ??= { id: mended, check: 'right', length, isMended: true }
    if (!splitVatId(id) || (id.match(/\d/g)?.length ?? 0) < 7) continue
    const check = checkVatId(id)
    if (check === 'right') return { id, check, length, isMended: false }
    fallback ??= { id, check, length, isMended: false }
  }
  return fallback
}

const LOOKS_LIKE: Readonly<Record<string, string>> = { O: '0', Q: '0', I: '1', L: '1', Z: '2', S: '5', B: '8' }

/** As it would be with digits where OCR took them for letters; the check digit must say whether that is right. */
function mendDigits(id: string): string {
  const [, prefix = '', rest = ''] = /^(ATU|[A-Z]{2})(.*)$/.exec(id) ?? []
  return prefix + rest.replace(/[OQILZSB]/g, (letter) => LOOKS_LIKE[letter] as string)
}
