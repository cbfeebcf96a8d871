import { Decimal } from 'decimal.js'
import type { Draft, FieldName } from '../../schemas/draft.ts'
import { Amount } from '../../schemas/money.ts'

/** Printed amounts are rounded to a cent each, so a sum of two may be off by one (EN 16931, BR-CO-15 allows none; BG-23 sums do). */
export const ONE_CENT = new Decimal('0.01')

/** The amount of a field as a Decimal; null where the field is absent or holds no amount. */
export function amountOf(draft: Draft, name: FieldName): Decimal | null {
  return decimalOf(draft.fields[name]?.value)
}

export function decimalOf(value: string | undefined): Decimal | null {
  return value !== undefined && Amount.safeParse(value).success ? new Decimal(value) : null
}
