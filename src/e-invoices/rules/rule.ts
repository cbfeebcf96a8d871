import { Decimal } from 'decimal.js'
import type { FieldName } from '../../../schemas/draft.ts'
import type { EInvoice, Stated } from '../../../schemas/e-invoice.ts'
import type { Clashing, Severity } from '../../../schemas/finding.ts'

/** One place where a document breaks a rule. */
export type Clash = {
  /** In plain words: what is there and what is not. */
  says: string
  values: Clashing[]
  /** The amount that would be right, where it can be worked out. */
  expected?: string
}

/** A business rule on the model. Pure. */
export type Rule = {
  /** As the norm or the profile names it: `BR-CO-10`. */
  id: string
  /** What it asks, in plain words. */
  meaning: string
  /** What breaking it means; `error` where it is not said. */
  severity?: Severity
  /** The field of the bill that a person would look at. */
  field?: FieldName
  find: (invoice: EInvoice) => Clash[]
}

/** Whether a value is there and says something. */
export function says(stated: Stated | undefined): stated is Stated {
  return stated !== undefined && stated.text.trim() !== ''
}

/** A value with its business term; where it is missing, the place where it should be. */
export function name(term: string, stated: Stated | undefined, place?: string): Clashing[] {
  if (stated) return [{ term, text: stated.text, path: stated.path }]
  return place === undefined ? [] : [{ term, text: '', path: place }]
}

/** XML Schema's decimal, which knows no grouping, no comma and no exponent. */
const DECIMAL = /^[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})$/

export function isDecimal(text: string): boolean {
  return DECIMAL.test(text)
}

/** The number that a value states; undefined where there is none. */
export function numberOf(stated: Stated | undefined): Decimal | undefined {
  return stated !== undefined && isDecimal(stated.text) ? new Decimal(stated.text) : undefined
}

export const ZERO = new Decimal(0)
export const ONE = new Decimal(1)

export function sum(values: readonly (Stated | undefined)[]): Decimal {
  return values.reduce((total, value) => total.plus(numberOf(value) ?? ZERO), ZERO)
}

/** To cents, halves upwards as XPath rounds. */
export function toCents(value: Decimal): Decimal {
  return value.toDecimalPlaces(2, Decimal.ROUND_HALF_CEIL)
}

/** For messages: 1471.60. */
export function show(value: Decimal): string {
  return value.decimalPlaces() > 2 ? value.toFixed() : value.toFixed(2)
}
