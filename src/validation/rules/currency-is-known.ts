import type { Rule } from '../rule.ts'

const CODES = new Set(Intl.supportedValuesOf('currency'))

/** BT-5 is a code of ISO 4217. */
export const currencyIsKnown: Rule = (draft) => {
  const currency = draft.fields.currency?.value
  if (currency === undefined || CODES.has(currency)) return []
  return [
    {
      severity: 'error',
      field: 'currency',
      says: { text: 'currency-is-known', values: { currency: { quoted: [currency] } } },
    },
  ]
}
