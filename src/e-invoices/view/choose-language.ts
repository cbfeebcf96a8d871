import type { EInvoice } from '../../../schemas/e-invoice.ts'
import type { ViewLanguage } from './labels.ts'

const GERMAN = new Set(['DE', 'AT', 'CH', 'LI', 'LU'])

/** The language in which an invoice is drawn: the buyer's by country, else the seller's; English where neither says. */
export function chooseLanguage({ buyer, seller }: EInvoice): ViewLanguage {
  const country = [buyer, seller].map((party) => countryOf(party)).find((code) => code !== undefined)
  return country !== undefined && GERMAN.has(country) ? 'de' : 'en'
}

function countryOf(party: EInvoice['buyer']): string | undefined {
  const code = party?.address?.country?.text || party?.vatId?.text.slice(0, 2)
  return code && /^[A-Za-z]{2}$/.test(code) ? code.toUpperCase() : undefined
}
