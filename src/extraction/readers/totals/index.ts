import type { FieldName } from '../../../../schemas/draft.ts'
import { horizontalOverlap } from '../../layout/boxes.ts'
import type { Phrase } from '../../layout/find-phrases.ts'
import { columnFit } from '../../layout/relate.ts'
import type { Line } from '../../layout/types.ts'
import type { LabelMeaning } from '../../locales/locale.ts'
import type { AmountSighting } from '../../notation/amounts.ts'
import { type Claim, claim, type Reader, type SumPart, type Traits } from '../../reading.ts'
import type { LineSight, Sight } from '../../sight.ts'
import { claimByEquation } from './by-equation.ts'
import { readVatGroups } from './vat-groups.ts'

const NAME = 'totals'

const AMOUNT_LABELS: ReadonlySet<LabelMeaning> = new Set([
  'netTotal',
  'taxTotal',
  'grossTotal',
  'amountDue',
  'prepaid',
  'rounding',
  'discount',
  'charge',
  'carryOver',
  'balanceForward',
  'cash',
  'otherAmount',
  'dueDate',
])
const FIELDS: Partial<Record<LabelMeaning, FieldName>> = {
  netTotal: 'netTotal',
  taxTotal: 'taxTotal',
  grossTotal: 'grossTotal',
  amountDue: 'amountDue',
  dueDate: 'amountDue',
}
const PARTS: Partial<Record<LabelMeaning, SumPart['kind']>> = {
  prepaid: 'prepaid',
  rounding: 'rounding',
  discount: 'discount',
  charge: 'charge',
}

/** Words so general that they also head columns and subtotals; alone they are weaker labels of the sum. */
const GENERAL = new Set([
  'total',
  'summe',
  'gesamt',
  'betrag',
  'montant',
  'importe',
  'totale',
  'totaal',
  'suma',
  'razem',
  'celkem',
  'summa',
  'sum',
  'yhteensa',
  'toplam',
  'net',
  'netto',
  'brutto',
  'gross',
  'tax',
  'vat',
  'balance',
  'subtotal',
  'zwischensumme',
  'soustotal',
  'i alt',
  'ialt',
  'saldo',
  'due',
  'charges',
  'valor',
  'amount',
  'tutar',
])

/** Amounts that a label of the sum stands left of or above. */
export const totals: Reader = {
  name: NAME,
  read(sight) {
    const evidence: Claim[] = []
    const parts: SumPart[] = []
    for (const [index, lineSight] of sight.lines.entries()) {
      const line = sight.layout.lines[index]!
      if (lineSight.labels.length === 0) continue
      const header = isColumnHeader(lineSight) || continuesHeader(line, sight)
      const labels = lineSight.labels.filter((label) => AMOUNT_LABELS.has(label.meaning))
      for (const label of labels) {
        if (totalsOneRate(label, lineSight)) continue
        const related = [
          ...rightOf(label, lineSight),
          // What stands below a due date is another value of its column.
          ...(label.meaning === 'dueDate' ||
          lineSight.amounts.some((amount) => !amount.percent && amount.moneylike > 0.5 && amount.from >= label.to)
            ? []
            : [...below(label, { sight, line, header }), ...inRowBelow(label, { sight, line, labels })]),
        ]
        for (const { amount, nearness, because } of related) {
          // "Payment within 10 days": a count, not money.
          if (label.meaning === 'dueDate' && amount.moneylike < 0.6) continue
          const score =
            0.93 *
            label.quality *
            (GENERAL.has(label.key) ? 0.86 : 1) *
            (header ? 0.6 : 1) *
            nearness *
            amount.moneylike *
            lateness(amount, sight)
          const field = FIELDS[label.meaning]
          const traits: Traits = {
            ...traitsOfAmount(amount),
            labelQuality: label.quality,
            nearness,
            isBelow: because.startsWith('right') ? 0 : 1,
            isGeneral: GENERAL.has(label.key) ? 1 : 0,
            isInTable: header ? 1 : 0,
          }
          if (field) evidence.push(claim(amount, { field, value: amount.value, score, reader: NAME, because, traits }))
          const kind = PARTS[label.meaning]
          if (kind) parts.push({ kind, value: amount.value, score, span: amount, because })
        }
      }
    }
    evidence.push(...claimByEquation(evidence, sight))
    evidence.push(...taxFreePhrases(sight))
    evidence.push(...largestAmounts(sight))
    return { evidence, parts: keepDistinct(parts), vatGroups: readVatGroups(sight) }
  },
}

function traitsOfAmount(amount: AmountSighting): Traits {
  return {
    moneylike: amount.moneylike,
    isSigned: amount.sign === undefined ? 0 : 1,
    isCents: amount.decimals === 2 ? 1 : 0,
  }
}

/** A column of discounts makes a part of every line; the same part on every page is one. */
const MOST_PARTS = 60

function keepDistinct(parts: readonly SumPart[]): SumPart[] {
  const best = new Map<string, SumPart>()
  for (const part of parts) {
    const key = `${part.kind} ${part.value}`
    if ((best.get(key)?.score ?? -1) < part.score) best.set(key, part)
  }
  return [...best.values()].toSorted((a, b) => b.score - a.score).slice(0, MOST_PARTS)
}

/** "Total 6% supplies": the sum of one rate, not of the bill; recognition reads its rate in many ways. */
function totalsOneRate(label: Phrase<LabelMeaning>, lineSight: LineSight): boolean {
  if (label.meaning !== 'grossTotal') return false
  const next = lineSight.amounts.find((amount) => amount.from === label.to)
  if (next?.percent === true && !next.raw.startsWith('(')) return true
  return label.line.atoms.slice(label.to, label.to + 2).some((atom) => /^suppl(?:y|ies)(?!\p{L})/iu.test(atom.text))
}

/** Three names of columns and no amount: the head of a table. What stands below are lines, not sums. */
function isColumnHeader(lineSight: LineSight): boolean {
  return lineSight.columns.length >= 3 && !lineSight.amounts.some((amount) => amount.moneylike > 0.6)
}

/** "HT | TVA" below "P.U. | Taux": the second line of the head of a table. */
function continuesHeader(line: Line, sight: Sight): boolean {
  if (/\d/.test(line.text)) return false
  for (let at = line.index - 1; at >= line.index - 2; at--) {
    const above = sight.layout.lines[at]
    if (!above || above.page !== line.page || line.box[1] - above.box[3] > 2 * line.height || /\d/.test(above.text))
      return false
    if (isColumnHeader(sight.lines[at]!)) return true
  }
  return false
}

type Candidate = { amount: AmountSighting; nearness: number; because: string }

function rightOf(label: Phrase<LabelMeaning>, lineSight: LineSight): Candidate[] {
  const next = lineSight.labels.find(
    (other) => other.from >= label.to && AMOUNT_LABELS.has(other.meaning) && other.meaning !== 'dueDate',
  )
  const amounts = lineSight.amounts.filter(
    (amount) => !amount.percent && amount.from >= label.to && (next === undefined || amount.to <= next.from),
  )
  // "Total 1 278.61 40.39 319.00": the last one is the sum as a rule.
  return amounts.map((amount, at) => {
    const gap = Math.max(0, amount.box[0] - label.box[2]) / label.line.height
    return {
      amount,
      nearness: (at === amounts.length - 1 ? 1 : 0.5) * Math.max(0.5, 1 - gap / 150),
      because: `right of "${label.raw}"`,
    }
  })
}

function below(
  label: Phrase<LabelMeaning>,
  { sight, line, header }: { sight: Sight; line: Line; header: boolean },
): Candidate[] {
  const found: Candidate[] = []
  const reach = header ? 12 : 3
  let covered = 0
  for (let at = line.index + 1; at <= line.index + reach; at++) {
    const next = sight.layout.lines[at]
    const nextSight = sight.lines[at]
    if (
      !next ||
      !nextSight ||
      next.page !== line.page ||
      (next.box[1] - label.box[3]) / line.height > (header ? 14 : 3.6)
    )
      break
    const labelled = nextSight.labels.find((other) => AMOUNT_LABELS.has(other.meaning) && other.leads)
    for (const amount of nextSight.amounts) {
      if (amount.percent) continue
      const fit = columnFit(label, amount)
      if (fit === 0) continue
      const own = labelled !== undefined && labelled.to <= amount.from
      const sumRow = own && (labelled.meaning === 'grossTotal' || labelled.meaning === 'netTotal')
      if (own && !(header && sumRow)) continue
      found.push({
        amount,
        nearness: fit * (sumRow ? 1.25 : header ? 0.55 : 0.92) * 0.75 ** covered,
        because: `below "${label.raw}"`,
      })
    }
    if (next.segments.some((segment) => horizontalOverlap(segment.box, label.box) > 0)) covered += header ? 0.4 : 1
  }
  return found
}

/** A row of boxes: as many labels in one line as amounts in the next, each in the box of its own rank. */
function inRowBelow(
  label: Phrase<LabelMeaning>,
  { sight, line, labels }: { sight: Sight; line: Line; labels: readonly Phrase<LabelMeaning>[] },
): Candidate[] {
  const next = sight.layout.lines[line.index + 1]
  const nextSight = sight.lines[line.index + 1]
  if (!next || !nextSight || next.page !== line.page || (next.box[1] - line.box[3]) / line.height > 3) return []
  const amounts = nextSight.amounts.filter((amount) => !amount.percent && amount.moneylike > 0.6)
  const boxes = line.segments.length
  if (labels.length < 2 || boxes !== amounts.length || boxes !== next.segments.length || nextSight.labels.length > 0)
    return []
  const amount = amounts[line.segments.findIndex((segment) => segment.from <= label.from && label.to <= segment.to)]
  return amount ? [{ amount, nearness: 0.9, because: `in the box of "${label.raw}"` }] : []
}

/** Sums stand late in a document; an amount at its top is rather a summary of the same, so the discount is slight. */
function lateness(amount: AmountSighting, sight: Sight): number {
  const share = amount.line.index / Math.max(1, sight.layout.lines.length)
  return 0.9 + 0.1 * share
}

/** "Reverse charge", "Kleinunternehmer": the page says that the tax is nothing. */
function taxFreePhrases(sight: Sight): Claim[] {
  const phrase = sight.lines.flatMap((line) => line.taxFree)[0]
  if (!phrase) return []
  return [claim(phrase, { field: 'taxTotal', value: '0.00', score: 0.4, reader: NAME, because: `"${phrase.raw}"` })]
}

/** In a language without labels the largest amounts are still the sums; the equations tell which is which. */
function largestAmounts(sight: Sight): Claim[] {
  const byValue = new Map<string, AmountSighting>()
  for (const line of sight.lines) {
    for (const amount of line.amounts) {
      if (amount.percent || amount.moneylike < 0.8) continue
      if (
        line.labels.some(
          (label) =>
            label.to <= amount.from &&
            (label.meaning === 'cash' || label.meaning === 'balanceForward' || label.meaning === 'otherAmount'),
        )
      )
        continue
      byValue.set(amount.value, amount)
    }
  }
  const largest = [...byValue.values()]
    .toSorted((a, b) => Math.abs(Number(b.value)) - Math.abs(Number(a.value)))
    .slice(0, 6)
  return largest.flatMap((amount, rank) => [
    claim(amount, {
      field: 'grossTotal',
      value: amount.value,
      score: 0.3 / (rank + 1),
      reader: NAME,
      because: rank === 0 ? 'the largest amount' : 'a large amount',
      traits: traitsOfAmount(amount),
    }),
    claim(amount, {
      field: 'netTotal',
      value: amount.value,
      score: 0.12,
      reader: NAME,
      because: 'a large amount',
      traits: traitsOfAmount(amount),
    }),
  ])
}
