import { electronicFormatIBAN, isValidIBAN } from 'ibantools'
import { stdnum } from 'stdnum'

/** Form of a VAT id after its country prefix; countries of the VIES register and neighbours. */
const VAT_FORMS: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^[A-Z\d]\d{7}[A-Z\d]$/,
  FI: /^\d{8}$/,
  FR: /^[A-HJ-NP-Z\d]{2}\d{9}$/,
  GB: /^(?:\d{9}(?:\d{3})?|GD\d{3}|HA\d{3})$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^(?:\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])$/,
  IT: /^\d{11}$/,
  LT: /^(?:\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^\d{9}B\d{2}$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{10}01$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
  CHE: /^\d{9}(?:MWST|TVA|IVA)?$/,
  NO: /^\d{9}(?:MVA)?$/,
  XI: /^\d{9}(?:\d{3})?$/,
}

/** The validator of stdnum for a prefix, where it has one. */
const VALIDATORS: Readonly<Record<string, readonly [string, string]>> = {
  AT: ['AT', 'uid'],
  BE: ['BE', 'vat'],
  BG: ['BG', 'vat'],
  CY: ['CY', 'vat'],
  CZ: ['CZ', 'dic'],
  DE: ['DE', 'vat'],
  DK: ['DK', 'cvr'],
  EE: ['EE', 'kmkr'],
  EL: ['GR', 'vat'],
  ES: ['ES', 'nif'],
  FI: ['FI', 'alv'],
  FR: ['FR', 'tva'],
  GB: ['GB', 'vat'],
  HR: ['HR', 'oib'],
  HU: ['HU', 'anum'],
  IE: ['IE', 'vat'],
  IT: ['IT', 'iva'],
  LT: ['LT', 'pvm'],
  LU: ['LU', 'tva'],
  LV: ['LV', 'pvn'],
  MT: ['MT', 'vat'],
  NL: ['NL', 'btw'],
  PL: ['PL', 'nip'],
  PT: ['PT', 'nif'],
  RO: ['RO', 'cui'],
  SE: ['SE', 'vat'],
  SI: ['SI', 'ddv'],
  SK: ['SK', 'dph'],
}

/** Prefix and rest of a VAT id, or null where no country writes one so. `vatId`: upper case, no blanks. */
export function splitVatId(vatId: string): { prefix: string; rest: string } | null {
  for (const length of [3, 2]) {
    const prefix = vatId.slice(0, length)
    const form = VAT_FORMS[prefix]
    if (form?.test(vatId.slice(length))) return { prefix, rest: vatId.slice(length) }
  }
  return null
}

/** Whether the check digits of a VAT id are right; `unknown` where its country has none or we know no rule. */
export function checkVatId(vatId: string): 'right' | 'wrong' | 'unknown' {
  const parts = splitVatId(vatId)
  if (!parts) return 'wrong'
  const known = VALIDATORS[parts.prefix]
  const validator = known && stdnum[known[0]]?.[known[1]]
  if (!validator) return 'unknown'
  const attempts = [vatId, parts.rest]
  return attempts.some((attempt) => validator.validate(attempt).isValid) ? 'right' : 'wrong'
}

/** Whether length and check digits of an IBAN are right. Blanks do not matter. */
export function isRightIban(iban: string): boolean {
  const electronic = electronicFormatIBAN(iban)
  return electronic !== null && isValidIBAN(electronic)
}
