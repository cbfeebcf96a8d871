import { AMOUNT_DETAILS, DATE_DETAILS, type DetailName } from '../../schemas/detail.ts'
import { AMOUNT_FIELDS, DATE_FIELDS, type FieldName } from '../../schemas/draft.ts'
import { Amount, CurrencyCode, IsoDate } from '../../schemas/money.ts'

/** Whatever of a draft is entered as one text. */
export type EntryName = FieldName | DetailName

export type TypedValue = { value: string | null } | { problem: string }

const AMOUNTS: readonly EntryName[] = [...AMOUNT_FIELDS, ...AMOUNT_DETAILS]
const DATES: readonly EntryName[] = [...DATE_FIELDS, ...DATE_DETAILS]
const CODES: readonly EntryName[] = ['iban', 'supplierVatId']
/** No field of a bill is longer; also keeps a pasted novel out of the records. */
const MAX_LENGTH = 500

/** What a person typed into a field or detail, in the draft's notation; empty is null. A problem is worded for the person. */
export function readTypedValue(field: EntryName, typed: string): TypedValue {
  const text = typed.trim()
  if (text === '') return { value: null }
  if (text.length > MAX_LENGTH) return { problem: `is longer than ${MAX_LENGTH} characters` }
  if (AMOUNTS.includes(field)) return readTypedAmount(text)
  if (DATES.includes(field)) {
    return IsoDate.safeParse(text).success ? { value: text } : { problem: 'must be a date such as 2026-03-31' }
  }
  if (field === 'currency') {
    const code = text.toUpperCase()
    return CurrencyCode.safeParse(code).success ? { value: code } : { problem: 'must be a code such as EUR or USD' }
  }
  if (CODES.includes(field)) return { value: text.replace(/[\s.-]/g, '').toUpperCase() }
  return { value: text.replace(/\s+/g, ' ') }
}

/**
 * An amount as typed: `1234.50`, `1 234.50`, `1234,5`. A comma is read as the decimal sign only with one or two digits after it and no other
 * mark in the text; `1,234` could be either, and a guess would be wrong by a thousand.
 */
export function readTypedAmount(typed: string): TypedValue {
  const text = typed.trim().replace(/[\s\u00a0\u202f']/g, '')
  if (text === '') return { value: null }
  const dotted = /^-?\d+,\d{1,2}$/.test(text) ? text.replace(',', '.') : text
  return Amount.safeParse(dotted).success
    ? { value: dotted }
    : { problem: 'must be an amount such as 1234.50, without thousands signs' }
}
