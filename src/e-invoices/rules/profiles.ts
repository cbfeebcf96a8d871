import type { EInvoice } from '../../../schemas/e-invoice.ts'

/**
 * What a document claims to be (BT-24), as far as other rules follow from it. `minimum` and `basic-wl` (Factur-X, ZUGFeRD 2) are extracts
 * that leave out lines, `minimum` the VAT breakdown, too; `zugferd-1` and `fattura-pa` are older than the norm.
 */
export type Profile =
  | 'en16931'
  | 'peppol'
  | 'xrechnung'
  | 'xrechnung-extension'
  | 'extended'
  | 'minimum'
  | 'basic-wl'
  | 'zugferd-1'
  | 'fattura-pa'

const XRECHNUNG_EXTENSION = /#conformant#urn:(xeinkauf\.de|xoev-de):kosit:extension:xrechnung/i
const XRECHNUNG = /#compliant#urn:(xeinkauf\.de|xoev-de):kosit:(standard:)?xrechnung/i
const PEPPOL = /#compliant#urn:fdc:peppol\.eu:2017:poacc:billing:3\.0/i

export function profileOf({ syntax, specification }: EInvoice): Profile {
  if (syntax === 'fattura-pa' || syntax === 'zugferd-1') return syntax
  const text = specification?.text ?? ''
  if (XRECHNUNG_EXTENSION.test(text)) return 'xrechnung-extension'
  if (XRECHNUNG.test(text)) return 'xrechnung'
  if (PEPPOL.test(text)) return 'peppol'
  if (/:minimum$/i.test(text)) return 'minimum'
  if (/:basicwl$/i.test(text)) return 'basic-wl'
  return /:extended(-ctc-fr)?$/i.test(text) ? 'extended' : 'en16931'
}

/** Rules of the norm that ask for what an extract leaves out. */
const NOT_IN_BASIC_WL = /^BR-(16|CO-10|(S|Z|E|AE|IC|G|O|AF|AG)-(01|08))$/
const NOT_IN_MINIMUM = /^BR-(08|1[0126]|CO-(10|13|14|16|18|25)|(S|Z|E|AE|IC|G|O|AF|AG)-(01|08))$/
/** Invoices older than the norm have numbers, dates, names and sums as all invoices do. */
const IN_ZUGFERD_1 = /^(BR-(02|03|05|06|07|13|14|15|16|2[5-8]|CO-1[0-7]|DEC-.*|CL-0[34])|SYN-.*)$/
const IN_FATTURA_PA = /^(BR-(02|03|05|06|07|16|24|25|26|CO-1[478]|CL-04)|SYN-.*|SDI-.*)$/
/** Lines below lines and third parties' amounts: the sums of these extensions are their own. */
const NOT_IN_EXTENSION = /^BR-(CL-24)$/

/** Whether a rule of the norm applies to documents of a profile. */
export function applies(rule: string, profile: Profile): boolean {
  if (profile === 'fattura-pa') return IN_FATTURA_PA.test(rule)
  if (rule.startsWith('SDI-')) return false
  if (profile === 'zugferd-1') return IN_ZUGFERD_1.test(rule)
  if (profile === 'minimum') return !NOT_IN_MINIMUM.test(rule)
  if (profile === 'basic-wl') return !NOT_IN_BASIC_WL.test(rule)
  return profile === 'xrechnung-extension' ? !NOT_IN_EXTENSION.test(rule) : true
}
