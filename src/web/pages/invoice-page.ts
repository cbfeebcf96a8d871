import { html } from 'ghtml'
import { AMOUNT_FIELDS, DATE_FIELDS, DocumentType, type Draft, FieldName } from '../../../schemas/draft.ts'
import type { Finding } from '../../../schemas/finding.ts'
import { canDo } from '../../people/roles.ts'
import { nextStatus } from '../../pipeline/lifecycle.ts'
import type { InvoiceRow } from '../../pipeline/move.ts'
import type { HistoryEvent } from '../../review/read-history.ts'
import { renderFormToken, renderFrame, renderNotice, type Viewer } from '../frame.ts'
import { FIELD_WORDS, TYPE_WORDS } from '../words.ts'
import { renderActions } from './invoice-actions.ts'
import { renderHistory } from './invoice-history.ts'
import { renderLinesForm, renderVat } from './invoice-lines.ts'
import { renderStatus } from './invoices-page.ts'
import { renderPasswordForm } from './password-form.ts'

export type InvoicePage = {
  viewer: Viewer
  invoice: InvoiceRow
  history: readonly HistoryEvent[]
  notice: { tone: 'good' | 'bad'; message: string } | null
  /** What a person typed into a form that was refused, so that it is not lost. */
  typed?: Partial<Record<string, string>>
}

/** More lines than this are in the original. */
const MOST_LINES = 300
/** More pictures than this are behind links: a page of 300 pictures helps nobody. */
const MOST_PICTURES = 10

/** One invoice: its pages beside what was read, what was found, what can be done and what happened. */
export function renderInvoicePage(page: InvoicePage): string {
  const { viewer, invoice, history } = page
  const title = `${invoice.supplier_name ?? invoice.file_name} ${invoice.invoice_number ?? ''}`.trim()
  const mayReview = canDo(viewer.membership.role, 'review')
  return renderFrame({
    title,
    viewer,
    section: 'invoices',
    body: html`<div class="head"><h1>${title}</h1>!${renderStatus(invoice.status)}</div>
!${renderNotice(page.notice)}!${renderTrouble(invoice)}
<div class="split"><div class="paper">!${renderPictures(page)}</div>
<div class="sheet">!${renderGeneralFindings(invoice.findings)}
!${mayReview ? renderPasswordForm({ viewer, invoice }) + renderActions({ viewer, invoice }) : ''}
!${mayReview && nextStatus(invoice.status, 'correct') ? renderForm(page) : renderValues(invoice)}
!${renderHistory(history)}</div></div>`,
  })
}

function renderTrouble({ failure, unreadable }: InvoiceRow): string {
  const stuck = failure
    ? html`<p class="notice bad" role="alert"><strong>Stuck</strong> after ${failure.attempts} ${failure.attempts === 1 ? 'try' : 'tries'}: ${failure.message} <span class="quiet">(${failure.code})</span></p>`
    : ''
  const unread = unreadable
    ? html`<p class="notice bad" role="alert"><strong>Could not be read:</strong> ${unreadable.message}</p>`
    : ''
  return stuck + unread
}

function renderPictures({ invoice }: InvoicePage): string {
  const api = `/api/companies/${invoice.company_id}/invoices/${invoice.id}`
  const count = invoice.page_count ?? 0
  const pictures = Array.from({ length: Math.min(count, MOST_PICTURES) }, (_, index) => {
    const number = index + 1
    return html`<a href="${api}/pages/${number}"><img src="${api}/pages/${number}" alt="Page ${number} of ${count}" !${number === 1 ? '' : 'loading="lazy"'}></a>`
  })
  const rest =
    count > MOST_PICTURES ? html`<p class="quiet">Pages ${MOST_PICTURES + 1} to ${count} are in the original.</p>` : ''
  const isHeld = invoice.unreadable?.code === 'malware'
  const download = isHeld ? '' : html`<a class="button" href="${api}/original">Download the original</a>`
  const isDrawn = invoice.draft?.eInvoice?.origin === 'file'
  const view = isDrawn ? html`<a class="button" href="${api}/view">Download as PDF</a>` : ''
  return html`<p>!${download} !${view} <span class="quiet small wrap">${invoice.file_name}</span></p>
!${pictures.length > 0 ? pictures.join('') : html`<p class="card quiet">There is no picture of it yet.</p>`}!${rest}`
}

function renderGeneralFindings(findings: readonly Finding[]): string {
  const general = findings.filter(({ field }) => field === undefined)
  return general.length === 0 ? '' : html`<section class="card"><h2>Findings</h2>!${renderFindings(general)}</section>`
}

/** Findings as a list; the word says what the colour says. */
export function renderFindings(findings: readonly Finding[]): string {
  if (findings.length === 0) return ''
  const words = { error: 'Error', warning: 'Warning', info: 'Note' }
  return html`<ul class="findings">!${findings.map(
    ({ code, severity, message, clashing }) =>
      html`<li class="${severity}"><strong>${words[severity]}:</strong> ${message}!${clashing ? html` <span class="quiet small">${code}</span>` : ''}</li>`,
  )}</ul>`
}

function renderForm({ viewer, invoice, typed = {} }: InvoicePage): string {
  const { draft } = invoice
  const fields = FieldName.options.map((name) => renderField({ name, draft, typed, findings: invoice.findings }))
  const type = typed.type ?? draft?.type ?? 'invoice'
  const types = DocumentType.options.map(
    (option) => html`<option value="${option}" !${option === type ? 'selected' : ''}>${TYPE_WORDS[option]}</option>`,
  )
  return html`<form class="card stack" method="post" action="/companies/${invoice.company_id}/invoices/${invoice.id}/correct">
<h2>What was read</h2>!${renderFormToken(viewer)}<input type="hidden" name="version" value="${invoice.version}">
<div class="fields"><div class="field"><label for="type">Document</label><select id="type" name="type">!${types}</select></div>!${fields}</div>
!${renderLinesForm(draft?.lines ?? [], typed)}!${renderVat(draft?.vatBreakdown ?? [])}
<div class="row"><button>Save corrections</button>!${
    invoice.status === 'awaiting-approval'
      ? html`<span class="quiet small">Saving takes it back from its approvers; their links become void.</span>`
      : ''
  }</div></form>`
}

const AMOUNTS: readonly FieldName[] = AMOUNT_FIELDS
const DATES: readonly FieldName[] = DATE_FIELDS

function renderField({
  name,
  draft,
  typed,
  findings,
}: {
  name: FieldName
  draft: Draft | null
  typed: NonNullable<InvoicePage['typed']>
  findings: readonly Finding[]
}): string {
  const field = draft?.fields[name]
  const own = findings.filter((finding) => finding.field === name)
  const origin = field
    ? field.source === 'person'
      ? 'entered by a person'
      : `${Math.round(field.confidence * 100)} % sure${field.place ? `, page ${field.place.page}` : ''}`
    : 'not found'
  const hint = AMOUNTS.includes(name) ? 'inputmode="decimal"' : DATES.includes(name) ? 'placeholder="YYYY-MM-DD"' : ''
  const unsure = field && field.source !== 'person' && field.confidence < 0.8 ? 'unsure' : ''
  return html`<div class="field ${unsure}"><label for="${name}">${FIELD_WORDS[name]}</label>
<input id="${name}" name="${name}" value="${typed[name] ?? field?.value ?? ''}" maxlength="500" autocomplete="off" aria-describedby="${name}-about" !${hint}>
<div id="${name}-about"><span class="quiet small">${origin}</span>!${renderFindings(own)}</div></div>`
}

function renderValues({ draft, findings }: InvoiceRow): string {
  if (!draft) return ''
  const rows = FieldName.options.flatMap((name) => {
    const field = draft.fields[name]
    const own = findings.filter((finding) => finding.field === name)
    if (!field && own.length === 0) return []
    return [html`<div><dt>${FIELD_WORDS[name]}</dt><dd>${field?.value ?? '–'}!${renderFindings(own)}</dd></div>`]
  })
  return html`<section class="card"><h2>The bill</h2><dl class="facts"><div><dt>Document</dt><dd>${TYPE_WORDS[draft.type]}</dd></div>!${rows}</dl>!${renderLinesTable(draft)}!${renderVat(draft.vatBreakdown)}</section>`
}

function renderLinesTable({ lines }: Draft): string {
  if (lines.length === 0) return ''
  const rows = lines
    .slice(0, MOST_LINES)
    .map(
      (line) =>
        html`<tr><td>${line.description}</td><td class="number">${line.quantity ?? ''} ${line.unit ?? ''}</td><td class="number">${line.unitPrice ?? ''}</td><td class="number">${line.netAmount ?? ''}</td><td class="number">${line.vatRate ? `${line.vatRate} %` : ''}</td></tr>`,
    )
  return html`<h3>Lines</h3><div class="scroll" role="region" aria-label="Lines" tabindex="0"><table><thead><tr><th scope="col">Description</th><th scope="col" class="number">Quantity</th><th scope="col" class="number">Price</th><th scope="col" class="number">Net</th><th scope="col" class="number">VAT</th></tr></thead><tbody>!${rows}</tbody></table></div>!${lines.length > MOST_LINES ? html`<p class="quiet">and ${lines.length - MOST_LINES} more lines</p>` : ''}`
}
