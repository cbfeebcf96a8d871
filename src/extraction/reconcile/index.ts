import { Decimal } from 'decimal.js'
import type { DocumentType, Draft, DraftField, DraftLine, FieldName } from '../../../schemas/draft.ts'
import { describeDocument } from '../likelihood/features.ts'
import { isSameParty } from '../notation/company-name.ts'
import type { LineTable, Reading } from '../reading.ts'
import type { Sight } from '../sight.ts'
import { addTerms, chooseDates } from './choose-dates.ts'
import { chooseDetails, chooseTerms } from './choose-details.ts'
import { chooseTotals } from './choose-totals.ts'
import { chooseType } from './choose-type.ts'
import { gatherCandidates } from './choose-values.ts'
import { chooseVatGroups } from './choose-vat-groups.ts'
import { chooseSingle, type Example, judgeChosen } from './judge-candidates.ts'
import { heedLessons, settleLearned } from './settle-learned.ts'
import { turnCredit } from './turn-credit.ts'

/** Fields that no equation binds, and the score below which a blank is better. */
const SINGLES: readonly { field: FieldName; least: number }[] = [
  { field: 'invoiceNumber', least: 0.2 },
  { field: 'supplierName', least: 0.2 },
  { field: 'supplierVatId', least: 0.3 },
  { field: 'supplierTaxNumber', least: 0.35 },
  { field: 'customerName', least: 0.25 },
  { field: 'currency', least: 0.15 },
  { field: 'iban', least: 0.3 },
  { field: 'paymentReference', least: 0.35 },
  { field: 'purchaseOrder', least: 0.35 },
]

/** No equation chooses between two days. */
const DATES: ReadonlySet<FieldName> = new Set(['issueDate', 'dueDate'])

const BILLS: ReadonlySet<DocumentType> = new Set(['invoice', 'credit-note', 'receipt', 'other'])

export type { Example } from './judge-candidates.ts'

/**
 * Chooses, of everything the readers claim, the draft that is likeliest and satisfies the equations of a bill. `watch` is told every
 * candidate that was weighed.
 */
export function reconcile(
  readings: readonly Reading[],
  { sight, watch }: { sight: Sight; watch?: ((example: Example) => void) | undefined },
): Draft {
  const evidence = readings.flatMap((reading) => reading.evidence ?? [])
  const vatGroups = readings.flatMap((reading) => reading.vatGroups ?? [])
  const tables = readings.flatMap((reading) => reading.tables ?? [])
  const { type, confidence: typeConfidence } = chooseType(readings.flatMap((reading) => reading.types ?? []))
  const parts = readings.flatMap((reading) => reading.parts ?? [])
  const { fields: totals, derived } = chooseTotals(evidence, {
    parts,
    vatGroups,
    rates: [
      ...new Set(
        sight.lines.flatMap((line) => line.amounts.filter((amount) => amount.percent).map((amount) => amount.value)),
      ),
    ].slice(0, 12),
    lineSums: tables.map(sumOf).filter((sum) => sum !== null),
  })
  const fields: Partial<Record<FieldName, DraftField>> = {}
  const fromLessons = evidence.filter(({ lesson }) => lesson !== undefined)
  const around = {
    evidence: [...evidence.filter(({ lesson }) => lesson === undefined), ...derived],
    document: describeDocument(sight, { type, typeConfidence }),
    sight,
    watch,
  }
  const terms = chooseTerms(readings.flatMap((reading) => reading.terms ?? []))
  const { issueDate, dueDate } = chooseDates(evidence, terms)
  const joint: Partial<Record<FieldName, DraftField | null>> = { issueDate, dueDate, ...totals }
  for (const [name, chosen] of Object.entries(joint)) {
    const field = name as FieldName
    const fitsOthers = (value: string): number => compareWithOthers(field, { value, chosen: joint })
    const judged = chosen ? judgeChosen(field, { ...around, chosen, fitsOthers }) : null
    const settled = settleLearned(field, {
      chosen: judged,
      claims: fromLessons,
      read: around.evidence,
      isBound: !DATES.has(field),
    })
    if (settled) fields[field] = settled
  }
  const receiver = gatherCandidates(evidence, 'customerName')[0]
  for (const single of SINGLES) {
    const fitsOthers = (value: string): number =>
      // Who is the likeliest receiver is a doubtful sender.
      single.field === 'supplierName'
        ? compare(receiver && receiver.score > 0.5 ? receiver.value : undefined, (name) => !isSameParty(name, value))
        : compareWithOthers(single.field, { value, chosen: fields })
    const read = chooseSingle(single, { ...around, fitsOthers })
    const field = settleLearned(single.field, {
      chosen: read,
      claims: fromLessons,
      read: around.evidence,
      isBound: false,
    })
    if (field) fields[single.field] = field
  }
  heedLessons(fields, readings)
  if (type === 'invoice' && !fields.dueDate) {
    const due = addTerms(fields.issueDate, terms)
    if (due) fields.dueDate = due
  }
  const details = chooseDetails(
    readings.flatMap((reading) => reading.details ?? []),
    { fields, parts, sight },
  )
  return turnCredit({
    type,
    typeConfidence,
    fields,
    // Rows of an order or a statement are no lines of a bill.
    lines: BILLS.has(type) ? chooseLines(tables) : [],
    vatBreakdown: chooseVatGroups(vatGroups, { tax: fields.taxTotal, net: fields.netTotal, sight }),
    ...(Object.keys(details).length > 0 ? { details } : {}),
    ...(terms ? { terms } : {}),
  })
}

/** 1 where a value agrees with what was chosen for another field, -1 where it contradicts it, 0 where nothing can be compared. */
function compareWithOthers(
  field: FieldName,
  { value, chosen }: { value: string; chosen: Partial<Record<FieldName, DraftField | null>> },
): number {
  const other = (name: FieldName): string | undefined => chosen[name]?.value
  if (ADDENDS.has(field) && isTornApart(chosen)) return -1
  if (field === 'issueDate') return compare(other('dueDate'), (due) => due >= value)
  if (field === 'dueDate') return compare(other('issueDate'), (issue) => value >= issue)
  if (field === 'amountDue') return compare(other('grossTotal'), (gross) => new Decimal(gross).eq(value))
  if (field === 'grossTotal') return compare(other('amountDue'), (due) => new Decimal(due).eq(value))
  if (field === 'customerName') return compare(other('supplierName'), (supplier) => !isSameParty(supplier, value))
  if (field === 'iban') return compare(other('supplierVatId'), (id) => id.slice(0, 2) === value.slice(0, 2))
  return 0
}

const ADDENDS: ReadonlySet<FieldName> = new Set(['netTotal', 'taxTotal', 'grossTotal'])

/** All three are known, and no sum holds them: one of them is wrong, on the page or as it was read. */
function isTornApart({ netTotal, taxTotal, grossTotal }: Partial<Record<FieldName, DraftField | null>>): boolean {
  if (!netTotal || !taxTotal || !grossTotal) return false
  return !grossTotal.satisfies.some((equation) => equation.startsWith('net + tax'))
}

function compare(other: string | undefined, agrees: (other: string) => boolean): number {
  return other === undefined ? 0 : agrees(other) ? 1 : -1
}

function sumOf(table: LineTable): string | null {
  const amounts = table.lines.map((line) => line.netAmount).filter((amount) => amount !== undefined)
  return amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum.plus(amount), new Decimal(0)).toFixed(2)
}

function chooseLines(tables: readonly LineTable[]): DraftLine[] {
  const best = tables.toSorted((a, b) => b.score - a.score)[0]
  return best?.lines ?? []
}
