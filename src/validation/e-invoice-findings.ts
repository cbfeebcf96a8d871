import type { Draft } from '../../schemas/draft.ts'
import type { Finding } from '../../schemas/finding.ts'

/**
 * What the rules of the norm and of its profiles found in an invoice that is data. An error holds it. A warning is a matter of form between
 * the programs of both sides, which changes neither what is owed nor to whom: it is shown and holds nothing.
 */
export function eInvoiceFindings({ eInvoice }: Draft): Finding[] {
  return (eInvoice?.findings ?? []).map((finding) =>
    finding.severity === 'warning' ? { ...finding, holds: false } : finding,
  )
}
