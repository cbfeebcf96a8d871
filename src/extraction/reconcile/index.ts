import { Decimal } from 'decimal.js'
import type { DocumentType, Draft, DraftField, DraftLine, DraftVatGroup, FieldName } from '../../../schemas/draft.ts'
import type { LineTable, Reading } from '../reading.ts'
import type { Sight } from '../sight.ts'
import { calibrate } from './calibrate.ts'
import { chooseDates } from './choose-dates.ts'
import { chooseTotals } from './choose-totals.ts'
import { chooseType } from './choose-type.ts'
import { chooseSingle } from './choose-values.ts'
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

const BILLS: ReadonlySet<DocumentType> = new Set(['invoice', 'credit-note', 'receipt', 'other'])

/** Chooses, of everything the readers claim, the draft that is likeliest and satisfies the equations of a bill. */
export function reconcile(readings: readonly Reading[], sight: Sight): Draft {
  const evidence = readings.flatMap((reading) => reading.evidence ?? [])
  const vatGroups = readings.flatMap((reading) => reading.vatGroups ?? [])
  const tables = readings.flatMap((reading) => reading.tables ?? [])
  const { type, confidence: typeConfidence } = chooseType(readings.flatMap((reading) => reading.types ?? []))
  const totals = chooseTotals(evidence, {
    parts: readings.flatMap((reading) => reading.parts ?? []),
    vatGroups,
    rates: [
      ...new Set(
        sight.lines.flatMap((line) => line.amounts.filter((amount) => amount.percent).map((amount) => amount.value)),
      ),
    ].slice(0, 12),
    lineSums: tables.map(sumOf).filter((sum) => sum !== null),
  })
  const fields: Partial<Record<FieldName, DraftField>> = {}
  const put = (field: FieldName, value: DraftField | null | undefined): void => {
    if (value) fields[field] = calibrate(field, value)
  }
  const { issueDate, dueDate } = chooseDates(evidence)
  put('issueDate', issueDate)
  put('dueDate', dueDate)
  for (const single of SINGLES) put(single.field, chooseSingle(evidence, single))
  for (const [field, value] of Object.entries(totals)) put(field as FieldName, value)
  return turnCredit({
    type,
    typeConfidence,
    fields,
    // Rows of an order or a statement are no lines of a bill.
    lines: BILLS.has(type) ? chooseLines(tables) : [],
    vatBreakdown: chooseGroups(vatGroups, totals.taxTotal),
  })
}

function sumOf(table: LineTable): string | null {
  const amounts = table.lines.map((line) => line.netAmount).filter((amount) => amount !== undefined)
  return amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum.plus(amount), new Decimal(0)).toFixed(2)
}

function chooseLines(tables: readonly LineTable[]): DraftLine[] {
  const best = tables.toSorted((a, b) => b.score - a.score)[0]
  return best?.lines ?? []
}

/** The groups that sum up to the chosen tax; where none do, those that are sure in themselves. */
function chooseGroups(
  groups: readonly { rate: string; base?: string; tax?: string; score: number }[],
  tax: DraftField | undefined,
): DraftVatGroup[] {
  const whole = groups.filter((group) => group.tax !== undefined && group.score >= 0.6)
  const sum = (list: typeof whole): Decimal => list.reduce((total, group) => total.plus(group.tax ?? 0), new Decimal(0))
  const fits = tax !== undefined && sum(whole).minus(tax.value).abs().lte('0.03')
  const chosen = fits ? whole : whole.filter((group) => group.score >= 0.8)
  return chosen.map(({ rate, base, tax: amount }) => ({
    rate,
    ...(base === undefined ? {} : { base }),
    ...(amount === undefined ? {} : { tax: amount }),
  }))
}
