import { z } from 'zod'

/** A decimal string with a dot, no grouping, optional minus, up to 6 decimals: "1471.60". Money is never a float. */
export const Amount = z.string().regex(/^-?\d{1,15}(\.\d{1,6})?$/, 'an amount is a decimal string such as "1471.60"')
export type Amount = z.infer<typeof Amount>

/** ISO 4217 alphabetic code (BT-5). Whether the code exists is a rule of validation, not of shape. */
export const CurrencyCode = z.string().regex(/^[A-Z]{3}$/, 'a currency is an ISO 4217 code such as "EUR"')
export type CurrencyCode = z.infer<typeof CurrencyCode>

/** ISO 8601 calendar date, YYYY-MM-DD. */
export const IsoDate = z.iso.date()
export type IsoDate = z.infer<typeof IsoDate>

/** SHA-256 as 64 lower-case hex digits. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
export type Sha256 = z.infer<typeof Sha256>
