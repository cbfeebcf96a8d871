import { horizontalOverlap } from '../../layout/boxes.ts'
import { zoneAt } from '../../layout/find-party-zones.ts'
import type { IdentifierSighting } from '../../notation/identifiers.ts'
import { type Claim, claim, type Reader } from '../../reading.ts'
import type { Sight } from '../../sight.ts'

const NAME = 'lone-numbers'

/** The upper part of the first page, where facts stand; further down numbers are goods and accounts. */
const HEAD = 0.45
/** In line heights: how near a label may stand and not be this number's own. */
const LABEL_REACH = 24
const LABEL_ABOVE = 2.6
const LEAST_DIGITS = 3
const MONEY = 0.9
/** Never more than a doubtful label gives. */
const SCORE = 0.3

/** Telephone, account, register, VAT id, web address, postcode: what else a lone number may be. */
const OTHER_KIND =
  /[@%€$£]|www\.|(?<!\p{L})(?:tel|fon|fax|phone|telefon|tlf|puh|tél|iban|bic|swift|vat|ust|nip|cvr|siret|siren|kvk|reg|box)(?!\p{L})|^\+|^[A-Z]{2}\d{2}\s|^\d{4,5}\s\p{L}/iu

/**
 * Numbers in the head of the first page that stand alone and that no label names: recognition loses labels to stamps, folds and dark bars,
 * and some papers print none. Never sure.
 */
export const loneNumbers: Reader = {
  name: NAME,
  read(sight) {
    const page = sight.layout.pages[0]
    if (!page) return {}
    const evidence: Claim[] = []
    for (const line of page.lines) {
      if (line.box[1] > HEAD * page.height) break
      const { identifiers, amounts } = sight.lines[line.index]!
      // A row of the table of lines.
      if (amounts.some((amount) => !amount.percent && amount.moneylike > MONEY)) continue
      for (const number of identifiers) {
        if (!isAlone(number) || !mayBeNumber(number, sight) || isLabelled(number, sight)) continue
        evidence.push(
          claim(number, {
            field: 'invoiceNumber',
            value: number.value,
            score: SCORE * number.shapely * 0.8 ** evidence.length,
            reader: NAME,
            because: 'stands alone in the head of the document, and nothing else names it',
            traits: { isWeakLabel: 1, labelRank: evidence.length },
          }),
        )
      }
    }
    return { evidence }
  },
}

function isAlone(number: IdentifierSighting): boolean {
  return number.line.segments.some((segment) => segment.from === number.from && segment.to === number.to)
}

function mayBeNumber({ value, line, box, page, shapely }: IdentifierSighting, sight: Sight): boolean {
  const digits = value.match(/\d/g)?.length ?? 0
  if (digits < LEAST_DIGITS || shapely < 0.8 || OTHER_KIND.test(value)) return false
  const segment = line.segments.find((one) => one.box[0] <= box[0] && box[2] <= one.box[2])
  if (!segment || OTHER_KIND.test(segment.text)) return false
  const zone = zoneAt(sight.zones, { page, box })
  return zone === null || zone.kind === 'supplier'
}

/** What a label stands before, or above in the same column, is that label's. */
function isLabelled(number: IdentifierSighting, sight: Sight): boolean {
  const { line, box } = number
  const before = sight.lines[line.index]!.labels.some(
    (label) => label.to <= number.from && (box[0] - label.box[2]) / line.height < LABEL_REACH,
  )
  if (before) return true
  for (let at = line.index - 1; at >= line.index - 2; at--) {
    const above = sight.layout.lines[at]
    if (!above || above.page !== line.page || (box[1] - above.box[3]) / line.height > LABEL_ABOVE) break
    if (sight.lines[at]!.labels.some((label) => horizontalOverlap(label.box, box) > 0)) return true
  }
  return false
}
