import type { FieldName } from '../../../../schemas/draft.ts'
import type { Phrase } from '../../layout/find-phrases.ts'
import type { Related } from '../../layout/relate.ts'
import type { Line, Span } from '../../layout/types.ts'
import type { LabelMeaning } from '../../locales/locale.ts'
import { weighReadings } from '../../notation/date-order.ts'
import type { IdentifierSighting } from '../../notation/identifiers.ts'
import { type Claim, claim, type Reader, type Traits } from '../../reading.ts'
import { relateValues } from '../../relate-values.ts'
import type { LineSight, Sight } from '../../sight.ts'

const NAME = 'labelled-text'

const NUMBER_FIELDS: Partial<Record<LabelMeaning, FieldName>> = {
  invoiceNumber: 'invoiceNumber',
  paymentReference: 'paymentReference',
  purchaseOrder: 'purchaseOrder',
  taxNumber: 'supplierTaxNumber',
}
const DATE_FIELDS: Partial<Record<LabelMeaning, FieldName>> = {
  issueDate: 'issueDate',
  dueDate: 'dueDate',
  date: 'issueDate',
}

/** How much a label that names no field outright is worth: "Date" is usually the invoice's, "No." only near the title. */
const WEAK_LABELS: Partial<Record<LabelMeaning, number>> = { date: 0.78, number: 0.5 }

/** A bare "No." in the head of the paper, but not at its title, is the invoice's only where nothing better is. */
const FAR_FROM_TITLE = 0.65

/** Reads what stands right of or below a label that names a field, in any of the languages. */
export const labelledText: Reader = {
  name: NAME,
  read(sight) {
    const evidence: Claim[] = []
    for (const [index, lineSight] of sight.lines.entries()) {
      const line = sight.layout.lines[index]!
      for (const label of lineSight.labels) evidence.push(...readLabel(label, { sight, line, lineSight }))
      for (const title of lineSight.titles) evidence.push(...readTitle(title, { sight, line, lineSight }))
    }
    return { evidence }
  },
}

type Around = { sight: Sight; line: Line; lineSight: LineSight }

function readLabel(label: Phrase<LabelMeaning>, { sight, line, lineSight }: Around): Claim[] {
  const evidence: Claim[] = []
  const weak = WEAK_LABELS[label.meaning] ?? 1
  if (weak < 1 && lineSight.labels.some((other) => other.to === label.from && other.meaning in DATE_FIELDS)) return []
  const dateField = DATE_FIELDS[label.meaning]
  if (dateField) {
    const related = relateValues(label, { sight, lineSight, pick: (one) => one.dates })
    for (const [rank, { target, nearness, direction }] of related.entries()) {
      for (const reading of weighReadings(target, sight.dateHabit)) {
        const score =
          0.97 * weak * label.quality * nearness * 0.45 ** rank * reading.probability * wordConfidence(target)
        evidence.push(
          claim(target, {
            field: dateField,
            value: reading.iso,
            score,
            reader: NAME,
            because: `${direction} "${label.raw}"`,
            traits: { ...traitsOf(label, { nearness, direction, rank, weak }), reading: reading.probability },
          }),
        )
      }
    }
  }
  const numberField =
    label.meaning === 'number' && isInHead(line, sight) ? 'invoiceNumber' : NUMBER_FIELDS[label.meaning]
  const far = label.meaning === 'number' && !isNearTitle(line, sight) ? FAR_FROM_TITLE : 1
  if (numberField && !isCreditedInvoice(label)) {
    const related = relateValues(label, { sight, lineSight, pick: (one) => one.identifiers })
    for (const [rank, { target, nearness, direction }] of related.entries()) {
      const shape = numberField === 'invoiceNumber' ? target.shapely : fitShape(target, numberField)
      const score = 0.97 * weak * far * label.quality * nearness * 0.4 ** rank * shape * wordConfidence(target)
      evidence.push(
        claim(target, {
          field: numberField,
          value: target.value,
          score,
          reader: NAME,
          because: `${direction} "${label.raw}"`,
          traits: traitsOf(label, { nearness, direction, rank, weak: weak * far }),
        }),
      )
    }
  }
  return evidence
}

function traitsOf(
  label: Phrase<LabelMeaning>,
  { nearness, direction, rank, weak }: Pick<Related<Span>, 'nearness' | 'direction'> & { rank: number; weak: number },
): Traits {
  return {
    labelQuality: label.quality,
    nearness,
    isBelow: direction === 'below' ? 1 : 0,
    labelRank: rank,
    isWeakLabel: weak < 1 ? 1 : 0,
  }
}

/** "Invoice INV/2023/03/0008": the title itself labels the number, with less right to it than a label proper. */
function readTitle(title: Phrase<string>, { sight, line, lineSight }: Around): Claim[] {
  if (!['invoice', 'credit-note', 'receipt'].includes(title.meaning) || !title.leads) return []
  // "VAT" within "Faktura VAT", "Tax" within "Tax Invoice" are no labels of their own.
  const labels = lineSight.labels.filter(
    (label) =>
      label.from < title.to &&
      label.to > title.from &&
      !(label.from >= title.from && label.to <= title.to && label.to - label.from < title.to - title.from),
  )
  if (labels.length > 0) return []
  const related = relateValues(title, {
    sight,
    lineSight,
    pick: (one) => one.identifiers.filter((id) => /\d.*\d.*\d/.test(id.value) || id.from === title.to),
  })
  const big = line.height > 1.15 * sight.bodyHeight || title.alone
  return related.slice(0, 1).map(({ target, nearness, direction }) =>
    claim(target, {
      field: 'invoiceNumber',
      value: target.value,
      score:
        (direction === 'below' ? 0.4 : target.from === title.to ? 0.75 : 0.5) *
        nearness *
        target.shapely *
        (big ? 1 : 0.85) *
        wordConfidence(target),
      reader: NAME,
      because: `${direction} the title "${title.raw}"`,
      traits: { isTitle: 1, nearness, isBelow: direction === 'below' ? 1 : 0, labelQuality: title.quality },
    }),
  )
}

function isInHead(line: Line, sight: Sight): boolean {
  return line.page === 1 && line.box[1] < 0.45 * (sight.layout.pages[0]?.height ?? 0)
}

function isNearTitle(line: Line, sight: Sight): boolean {
  for (let at = line.index - 2; at <= line.index; at++) {
    if (sight.lines[at]?.titles.some((title) => title.leads && ['invoice', 'credit-note'].includes(title.meaning)))
      return true
  }
  return false
}

/** On a credit note "for invoice no. X" names the preceding invoice, which is another field. */
function isCreditedInvoice(label: Phrase<string>): boolean {
  const { line } = label
  const segment = line.segments.find((candidate) => candidate.from <= label.from && label.from < candidate.to)
  const before = line.text.slice(line.offsets[segment?.from ?? 0]!, line.offsets[label.from]!)
  return /(original|related|reference|credited|corrected|for|zu|zur|ursprüngliche|origine|liée|rectifi\p{L}*|corrig\p{L}*|su|sur|till|til|koryg\p{L}*)\s*$/iu.test(
    before,
  )
}

function fitShape(target: IdentifierSighting, field: FieldName): number {
  const digits = target.value.match(/\d/g)?.length ?? 0
  if (field === 'supplierTaxNumber') return digits >= 7 ? 1 : 0.2
  if (field === 'paymentReference') return digits >= 4 ? target.shapely : 0.3
  return target.shapely
}

/** Recognition's own doubt about the characters, softened: a doubtful word is often right. */
function wordConfidence(span: Span): number {
  const atoms = span.line.atoms.slice(span.from, span.to)
  const mean = atoms.reduce((sum, atom) => sum + atom.confidence, 0) / Math.max(1, atoms.length)
  return 0.6 + 0.4 * mean
}
