import type { EInvoice, Stated } from '../../schemas/e-invoice.ts'

type VatTotals = EInvoice['totals']['vatTotals']

/**
 * Which of a document's totals of VAT is BT-110 (in the invoice's currency) and which BT-111 (in the currency of VAT accounting). A total
 * without a currency is in the invoice's; where the document names no currency at all, the first is taken.
 */
export function chooseVatTotals(
  totals: VatTotals,
  { currency, vatCurrency }: { currency: Stated | undefined; vatCurrency: Stated | undefined },
): { vat: Stated | undefined; vatInVatCurrency: Stated | undefined } {
  const amounts = totals.flatMap(({ amount }) => amount ?? [])
  const inInvoices = amounts.filter((amount) => (amount.currency ?? currency?.text) === currency?.text)
  const vat = currency ? inInvoices[0] : amounts[0]
  const vatInVatCurrency =
    vatCurrency && vatCurrency.text !== ''
      ? amounts.find((amount) => amount !== vat && amount.currency === vatCurrency.text)
      : undefined
  return { vat, vatInVatCurrency }
}
