import type { EInvoice, EInvoiceFinding } from '../../../schemas/e-invoice.ts'
import { CODE_LISTS } from './code-lists.ts'
import { CONDITIONS } from './conditions.ts'
import { DECIMALS } from './decimals.ts'
import { FATTURA_PA } from './fattura-pa.ts'
import { GROUP_PRESENCE } from './group-presence.ts'
import { PEPPOL } from './peppol.ts'
import { PRESENCE } from './presence.ts'
import { applies, type Profile, profileOf } from './profiles.ts'
import type { Rule } from './rule.ts'
import { SPECIAL_VAT } from './special-vat.ts'
import { SUMS } from './sums.ts'
import { SYNTAX_RULES } from './syntax.ts'
import { VAT_CATEGORY_RULES } from './vat-categories.ts'
import { XRECHNUNG } from './xrechnung.ts'

/** The business rules of EN 16931, in the order in which people read them. */
export const EN16931: readonly Rule[] = [
  ...PRESENCE,
  ...GROUP_PRESENCE,
  ...CONDITIONS,
  ...SUMS,
  ...VAT_CATEGORY_RULES,
  ...SPECIAL_VAT,
  ...DECIMALS,
  ...CODE_LISTS,
]

/** How many places of one rule are reported; a document of 10,000 lines may break it in each. */
const MAX_PLACES = 10

/**
 * Checks an electronic invoice against the norm, the schema's essentials and the profile it claims. @returns what does not hold, one finding
 * for each place (ten at most of a rule); empty for a sound invoice.
 */
export function checkEInvoice(invoice: EInvoice): EInvoiceFinding[] {
  return rulesFor(profileOf(invoice)).flatMap((rule) => runRule(rule, invoice))
}

/** The rules that a document of this profile is judged by. */
export function rulesFor(profile: Profile): readonly Rule[] {
  return BY_PROFILE[profile]
}

function select(profile: Profile): readonly Rule[] {
  const common = [...SYNTAX_RULES, ...EN16931, ...FATTURA_PA].filter(({ id }) => applies(id, profile))
  if (profile === 'peppol') return [...common, ...PEPPOL]
  return profile === 'xrechnung' || profile === 'xrechnung-extension' ? [...common, ...XRECHNUNG] : common
}

const BY_PROFILE: Record<Profile, readonly Rule[]> = {
  en16931: select('en16931'),
  peppol: select('peppol'),
  xrechnung: select('xrechnung'),
  'xrechnung-extension': select('xrechnung-extension'),
  extended: select('extended'),
  minimum: select('minimum'),
  'basic-wl': select('basic-wl'),
  'zugferd-1': select('zugferd-1'),
  'fattura-pa': select('fattura-pa'),
}

function runRule(rule: Rule, invoice: EInvoice): EInvoiceFinding[] {
  const clashes = rule.find(invoice)
  return clashes.slice(0, MAX_PLACES).map(({ says, values, expected }, index) => {
    const more = index === MAX_PLACES - 1 ? clashes.length - MAX_PLACES : 0
    return {
      code: rule.id,
      severity: rule.severity ?? 'error',
      ...(rule.field ? { field: rule.field } : {}),
      meaning: rule.meaning,
      message: `${rule.meaning} Here ${says}${more > 0 ? `, and ${more} more like this` : ''}.`,
      ...(expected === undefined ? {} : { says: { text: 'norm', values: { expected: { amount: expected } } } }),
      clashing: values,
    }
  })
}
