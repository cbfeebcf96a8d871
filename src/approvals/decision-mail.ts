import { html } from 'ghtml'
import type { Finding } from '../../schemas/finding.ts'
import { plainLine } from '../mail/plain-line.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { decisionUrl } from './decision-link.ts'

export type DecisionMail = { subject: string; text: string; html: string }

/** What a bill shows to the person who decides; the same facts in the mail and on the page, each as one harmless line; null: not stated. */
export function describeBill(invoice: BillFacts): { about: BillFact; value: string | null }[] {
  const facts: [about: BillFact, value: string | null][] = [
    ['supplierName', invoice.supplier_name],
    ['type', invoice.type],
    ['invoiceNumber', invoice.invoice_number],
    ['grossTotal', formatAmount(invoice)],
    ['issueDate', invoice.issue_date],
    ['dueDate', invoice.due_date],
  ]
  return facts.map(([about, value]) => ({ about, value: value === null ? null : plainLine(value, 120) }))
}
export type BillFact = 'supplierName' | 'type' | 'invoiceNumber' | 'grossTotal' | 'issueDate' | 'dueDate'
const LABELS: Record<BillFact, string> = {
  supplierName: 'Supplier',
  type: 'Document',
  invoiceNumber: 'Number',
  grossTotal: 'Amount',
  issueDate: 'Issued',
  dueDate: 'Due',
}
export type BillFacts = Pick<
  InvoiceRow,
  'supplier_name' | 'type' | 'invoice_number' | 'gross_total' | 'currency' | 'issue_date' | 'due_date'
>

/** `1471.60 EUR`; null without a total. */
export function formatAmount({
  gross_total: total,
  currency,
}: Pick<InvoiceRow, 'gross_total' | 'currency'>): string | null {
  return total === null ? null : `${total} ${currency ?? '(currency not stated)'}`
}

/** The mail that asks an approver to decide. Everything from the document is hostile text: one line each, escaped in the HTML. */
export function composeDecisionMail({
  invoice,
  companyName,
  token,
  publicUrl,
  expiresAt,
}: {
  invoice: BillFacts & { findings: Finding[] }
  companyName: string
  token: string
  publicUrl: string
  expiresAt: Date
}): DecisionMail {
  const company = plainLine(companyName, 120)
  const facts = describeBill(invoice).map(({ about, value }) => ({
    label: LABELS[about],
    value: value ?? 'not stated',
  }))
  const approve = decisionUrl(token, { publicUrl, decision: 'approve' })
  const reject = decisionUrl(token, { publicUrl, decision: 'reject' })
  const until = `${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  const warnings = invoice.findings.map((finding) => ({
    label: finding.severity === 'info' || finding.holds === false ? 'Note' : 'Warning',
    message: plainLine(finding.message, 500),
  }))
  const supplier = invoice.supplier_name ?? 'unknown supplier'
  const subject = `Approve? ${plainLine(supplier, 60)}, ${plainLine(invoice.invoice_number ?? 'no number', 40)}, ${formatAmount(invoice) ?? 'no total'}`

  const text = [
    `A bill for ${company} waits for your decision.`,
    '',
    ...facts.map(({ label, value }) => `${`${label}:`.padEnd(10)} ${value}`),
    '',
    ...(warnings.length > 0
      ? ['Please look at this first:', ...warnings.map((it) => `- ${it.label}: ${it.message}`), '']
      : []),
    `Approve: ${approve}`,
    `Reject:  ${reject}`,
    '',
    'Both links open a page that shows the bill. Nothing is decided until you press the button there.',
    `The links are for you alone and can be used once, until ${until}. They become void when the bill is changed.`,
    '',
  ].join('\n')

  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${subject}</title></head>
<body style="margin:0;padding:24px 12px;background:#f3f4f6;font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;color:#111827">
<div style="max-width:520px;margin:0 auto;background:#ffffff;border:1px solid #d1d5db;border-radius:12px;padding:24px">
<p style="margin:0 0 16px;font-size:16px">A bill for <strong>${company}</strong> waits for your decision.</p>
<table role="presentation" style="width:100%;border-collapse:collapse;font-size:16px">
!${facts.map(
    ({ label, value }) =>
      html`<tr><td style="padding:6px 12px 6px 0;color:#4b5563;vertical-align:top">${label}</td><td style="padding:6px 0;font-weight:600;overflow-wrap:anywhere">${value}</td></tr>`,
  )}
</table>
!${
    warnings.length === 0
      ? ''
      : html`<div style="margin:16px 0 0;padding:12px 16px;background:#fef3c7;border-radius:8px"><p style="margin:0 0 8px;font-weight:600">Please look at this first</p><ul style="margin:0;padding-left:20px">!${warnings.map((it) => html`<li>${it.label}: ${it.message}</li>`)}</ul></div>`
  }
<p style="margin:24px 0 8px"><a href="${approve}" style="display:inline-block;padding:12px 24px;background:#166534;color:#ffffff;border-radius:8px;text-decoration:none;font-weight:600">Approve…</a>
&nbsp; <a href="${reject}" style="display:inline-block;padding:11px 23px;border:1px solid #b91c1c;color:#b91c1c;border-radius:8px;text-decoration:none;font-weight:600">Reject…</a></p>
<p style="margin:16px 0 0;font-size:14px;color:#4b5563">Both open a page that shows the bill. Nothing is decided until you press the button there. The links are for you alone and can be used once, until ${until}. They become void when the bill is changed.</p>
</div></body></html>`
  return { subject, text, html: page }
}
