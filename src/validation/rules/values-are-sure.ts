import type { FieldName } from '../../../schemas/draft.ts'
import { asRead, CORE_FIELDS, type Rule } from '../rule.ts'

/** From this confidence on a value is accepted without a person. */
export const SURE = 0.95

/** What money depends on: who, which bill, how much, to which account. */
const WATCHED: readonly FieldName[] = [...CORE_FIELDS, 'amountDue', 'iban']

/** Every value that a payment depends on is sure, or was entered by a person. */
export const valuesAreSure: Rule = (draft) =>
  WATCHED.flatMap((field) => {
    const read = draft.fields[field]
    // Page against data is told by a rule of its own.
    const isDisputed = draft.eInvoice?.disagreements.some((one) => one.field === field)
    if (!read || read.confidence >= SURE || isDisputed) return []
    const other = read.alternatives.find((alternative) => alternative.value !== read.value)
    const values = {
      field: { word: `field.${field}` },
      value: asRead(field, read.value),
      percent: Math.round(read.confidence * 100),
    }
    return [
      {
        severity: 'warning',
        field,
        says: other
          ? { text: 'values-are-sure.other', values: { ...values, other: asRead(field, other.value) } }
          : { text: 'values-are-sure', values },
      },
    ]
  })
