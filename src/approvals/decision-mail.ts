import { html } from 'ghtml'
import { DocumentType } from '../../schemas/draft.ts'
import type { Finding } from '../../schemas/finding.ts'
import type { Language } from '../../schemas/said.ts'
import { plainLine } from '../mail/plain-line.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { describeFinding } from '../wording/describe-finding.ts'
import { type Voice, voiceOf } from '../wording/voice.ts'
import { decisionUrl } from './decision-link.ts'

export type DecisionMail = { subject: string; text: string; html: string }
export type BillFacts = Pick<
  InvoiceRow,
  'supplier_name' | 'type' | 'invoice_number' | 'gross_total' | 'currency' | 'issue_date' | 'due_date'
>

/** What a bill shows to the person who decides; the same facts in the mail and on the page, each as one harmless line; null: not stated. */
export function describeBill(invoice: BillFacts, voice: Voice): { label: string; value: string | null }[] {
  const { t, formats } = voice
  const type = DocumentType.safeParse(invoice.type)
  const facts: [label: string, value: string | null][] = [
    [t('fact.supplierName'), invoice.supplier_name],
    [t('fact.type'), type.success ? t(`type.${type.data}`) : invoice.type],
    [t('fact.invoiceNumber'), invoice.invoice_number],
    [t('fact.grossTotal'), formatTotal(invoice, voice)],
    [t('fact.issueDate'), invoice.issue_date === null ? null : formats.date(invoice.issue_date)],
    [t('fact.dueDate'), invoice.due_date === null ? null : formats.date(invoice.due_date)],
  ]
  return facts.map(([label, value]) => ({ label, value: value === null ? null : plainLine(value, 120) }))
}

/** `1,471.60 EUR`, `1.471,60 EUR`; null without a total. */
function formatTotal(
  { gross_total: total, currency }: Pick<InvoiceRow, 'gross_total' | 'currency'>,
  { t, formats }: Voice,
): string | null {
  return total === null ? null : formats.amount(total, currency ?? `(${t('decision.no-currency')})`)
}

/** The mail that asks an approver to decide. Everything from the document is hostile text: one line each, escaped in the HTML. */
export function composeDecisionMail({
  invoice,
  companyName,
  language,
  token,
  publicUrl,
  expiresAt,
}: {
  invoice: BillFacts & { findings: Finding[] }
  companyName: string
  language: Language
  token: string
  publicUrl: string
  expiresAt: Date
}): DecisionMail {
  const voice = voiceOf(language)
  const { t, formats } = voice
  const company = plainLine(companyName, 120)
  const facts = describeBill(invoice, voice).map(({ label, value }) => ({
    label,
    value: value ?? t('decision.not-stated'),
  }))
  const approve = decisionUrl(token, { publicUrl, decision: 'approve' })
  const reject = decisionUrl(token, { publicUrl, decision: 'reject' })
  const until = t('decision.until', { until: formats.time(expiresAt) })
  const warnings = invoice.findings.map((finding) => ({
    label: t(finding.severity === 'info' || finding.holds === false ? 'finding.note' : 'finding.warning'),
    message: plainLine(describeFinding(finding, voice), 500),
  }))
  const subject = t('decision.subject', {
    supplier: plainLine(invoice.supplier_name ?? t('decision.no-supplier'), 60),
    number: plainLine(invoice.invoice_number ?? t('decision.no-number'), 40),
    amount: formatTotal(invoice, voice) ?? t('decision.no-total'),
  })
  const [yes, no] = [t('decision.approve'), t('decision.reject')]
  const width = Math.max(...facts.map(({ label }) => label.length)) + 1

  const text = [
    t('decision.lead', { company }),
    '',
    ...facts.map(({ label, value }) => `${`${label}:`.padEnd(width)} ${value}`),
    '',
    ...(warnings.length > 0
      ? [t('decision.look-first'), ...warnings.map((it) => `- ${it.label}: ${it.message}`), '']
      : []),
    `${`${yes}:`.padEnd(Math.max(yes.length, no.length) + 1)} ${approve}`,
    `${`${no}:`.padEnd(Math.max(yes.length, no.length) + 1)} ${reject}`,
    '',
    t('decision.page'),
    until,
    '',
  ].join('\n')

  const page = html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${subject}</title></head>
<body style="margin:0;padding:24px 12px;background:#f3f4f6;font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;color:#111827">
<div style="max-width:520px;margin:0 auto;background:#ffffff;border:1px solid #d1d5db;border-radius:12px;padding:24px">
<p style="margin:0 0 16px;font-size:16px">${t('decision.lead', { company })}</p>
<table role="presentation" style="width:100%;border-collapse:collapse;font-size:16px">
!${facts.map(
    ({ label, value }) =>
      html`<tr><td style="padding:6px 12px 6px 0;color:#4b5563;vertical-align:top">${label}</td><td style="padding:6px 0;font-weight:600;overflow-wrap:anywhere">${value}</td></tr>`,
  )}
</table>
!${
    warnings.length === 0
      ? ''
      : html`<div style="margin:16px 0 0;padding:12px 16px;background:#fef3c7;border-radius:8px"><p style="margin:0 0 8px;font-weight:600">${t('decision.look-first')}</p><ul style="margin:0;padding-left:20px">!${warnings.map((it) => html`<li>${it.label}: ${it.message}</li>`)}</ul></div>`
  }
<p style="margin:24px 0 8px"><a href="${approve}" style="display:inline-block;padding:12px 24px;background:#166534;color:#ffffff;border-radius:8px;text-decoration:none;font-weight:600">${yes}…</a>
&nbsp; <a href="${reject}" style="display:inline-block;padding:11px 23px;border:1px solid #b91c1c;color:#b91c1c;border-radius:8px;text-decoration:none;font-weight:600">${no}…</a></p>
<p style="margin:16px 0 0;font-size:14px;color:#4b5563">${t('decision.page')} ${until}</p>
</div></body></html>`
  return { subject, text, html: page }
}
