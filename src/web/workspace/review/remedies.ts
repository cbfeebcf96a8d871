import type { Draft, FieldName } from '../../../../schemas/draft.ts'
import type { Finding } from '../../../../schemas/finding.ts'
import { completeTotals, type FieldTexts } from './equations.ts'

/** What one click does about a finding. */
export type Remedy =
  | { kind: 'set'; field: FieldName; value: string }
  | { kind: 'type'; type: 'invoice' }
  | { kind: 'file' }
  | { kind: 'mark-duplicate'; of: string }
  | { kind: 'look'; invoice: string }
  | { kind: 'swap'; value: string }
  | { kind: 'create-supplier' }
  | { kind: 'pick-supplier' }

const MOST_REMEDIES = 3
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/

/** What is offered for a finding, most likely first. */
export function remediesFor(
  finding: Finding,
  {
    draft,
    values,
    hasSupplier = false,
  }: {
    draft: Draft | null
    values: FieldTexts
    /** Whether it is known whose of the master data it is. */
    hasSupplier?: boolean
  },
): Remedy[] {
  const { code, field } = finding
  if (code === 'bill-is-not-a-duplicate') {
    const other = UUID.exec(finding.message)?.[0]
    return other
      ? [
          { kind: 'mark-duplicate', of: other },
          { kind: 'look', invoice: other },
        ]
      : []
  }
  if (code === 'supplier-is-known') {
    if (hasSupplier) return []
    return values.supplierName ? [{ kind: 'create-supplier' }, { kind: 'pick-supplier' }] : [{ kind: 'pick-supplier' }]
  }
  if (code === 'document-is-an-invoice') return [{ kind: 'file' }, { kind: 'type', type: 'invoice' }]
  if (
    code === 'supplier-is-not-our-own-company' &&
    values.customerName &&
    field !== 'iban' &&
    field !== 'supplierVatId'
  )
    return [{ kind: 'swap', value: values.customerName }]
  if (code === 'date-order-is-certain' && field) {
    const turned = turnDate(values[field])
    return turned === null ? [] : [{ kind: 'set', field, value: turned }]
  }
  const fromTotals: Remedy[] =
    code === 'totals-add-up'
      ? completeTotals(values).map(({ field: of, value }) => ({ kind: 'set', field: of, value }))
      : []
  const read = field ? (draft?.fields[field]?.alternatives ?? []) : []
  const others = read.filter(({ value }) => value !== (field && values[field]))
  const fromReaders = [...new Set(others.map(({ value }) => value))].map((value): Remedy[] =>
    field ? [{ kind: 'set', field, value }] : [],
  )
  return [...fromTotals, ...fromReaders.flat()].slice(0, MOST_REMEDIES)
}

/** The date with day and month in the other order, where that is a date. */
function turnDate(iso: string | undefined): string | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso ?? '') ?? []
  if (!year || !month || !day || Number(day) > 12 || month === day) return null
  return `${year}-${day}-${month}`
}
