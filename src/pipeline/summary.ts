import type { Draft, FieldName } from '../../schemas/draft.ts'
import { Amount } from '../../schemas/money.ts'

// Of a value that is longer the lists show the beginning; an index of PostgreSQL takes 2,704 bytes a row.
const LONGEST = 300

/** The columns of an invoice that lists and search use, taken from its draft. */
export function summaryOf(draft: Draft) {
  const value = (name: FieldName) => draft.fields[name]?.value.slice(0, LONGEST) ?? null
  const gross = value('grossTotal')
  return {
    type: draft.type,
    supplier_name: value('supplierName'),
    invoice_number: value('invoiceNumber'),
    issue_date: value('issueDate'),
    due_date: value('dueDate'),
    currency: value('currency'),
    // A person may have typed what is no amount; the finding says so, the numeric column must not fail.
    gross_total: gross !== null && Amount.safeParse(gross).success ? gross : null,
  }
}
