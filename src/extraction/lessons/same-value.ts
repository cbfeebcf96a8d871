import { Decimal } from 'decimal.js'
import { AMOUNT_FIELDS, type FieldName } from '../../../schemas/draft.ts'
import { nameKey } from '../notation/company-name.ts'
import { keyOf } from '../notation/plain-text.ts'

/** Whether two values of a field are the same, however they are written. */
export function isSameValue(field: FieldName, { one, other }: { one: string; other: string }): boolean {
  if (one === other) return true
  if (AMOUNT_FIELDS.some((name) => name === field))
    return isNumber(one) && isNumber(other) && new Decimal(one).abs().eq(new Decimal(other).abs())
  if (field === 'supplierName' || field === 'customerName')
    return nameKey(one) === nameKey(other) && nameKey(one) !== ''
  return keyOf(one) === keyOf(other) && keyOf(one) !== ''
}

/** A person may have typed what is no number. */
function isNumber(text: string): boolean {
  return /^-?\d{1,30}(\.\d{1,30})?$/.test(text)
}
