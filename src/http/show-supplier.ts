import type { z } from 'zod'
import type { IdentifierKind } from '../../schemas/supplier.ts'
import type { ShownLesson, SupplierRecord } from '../suppliers/read-supplier.ts'
import { showInvoiceSummary } from './shapes.ts'
import type { Lesson, Supplier } from './supplier-shapes.ts'

export function showSupplier(companyId: string, record: SupplierRecord): z.input<typeof Supplier> {
  const { row, identifiers, learned, precision, newest, ...summary } = record
  const shown = (kind: IdentifierKind) => identifiers.filter((one) => one.kind === kind).map((one) => one.shown)
  return {
    ...summary,
    taxNumber: shown('tax-number')[0] ?? null,
    ibans: identifiers
      .filter(({ kind }) => kind === 'iban')
      .map(({ shown: iban, trusted, invoice_id: invoiceId }) => ({ iban, trusted, invoiceId })),
    domains: identifiers.filter(({ kind }) => kind === 'domain').map(({ value }) => value),
    phones: shown('phone'),
    otherNames: shown('name').filter((name) => name !== row.name),
    currency: row.currency,
    coding: row.coding,
    learned: learned.map(showLesson),
    precision: precision.map((one) => ({
      field: one.field,
      bills: one.right_count + one.wrong_count + one.missing_count,
      right: one.right_count,
      wrong: one.wrong_count,
      missing: one.missing_count,
      sure: one.sure_count,
      sureRight: one.sure_right_count,
    })),
    newest: newest.map((invoice) => showInvoiceSummary(companyId, invoice)),
  }
}

export function showLesson({ learnedAt, ...lesson }: ShownLesson): Lesson {
  return { ...lesson, learnedAt: learnedAt.toISOString() }
}
