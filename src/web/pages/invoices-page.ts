import { html } from 'ghtml'
import type { InvoiceStatus } from '../../../schemas/invoice.ts'
import { formatAmount } from '../../approvals/decision-mail.ts'
import { canDo } from '../../people/roles.ts'
import { LIFECYCLE } from '../../pipeline/lifecycle.ts'
import type { ListedInvoice } from '../../review/list-invoices.ts'
import { renderFormToken, renderFrame, renderNotice, type Viewer } from '../frame.ts'
import { STATUS_TONES, STATUS_WORDS, writeTime } from '../words.ts'

export type InvoicesPage = {
  viewer: Viewer
  ingestAddress: string
  counts: Partial<Record<InvoiceStatus, number>>
  invoices: readonly ListedInvoice[]
  nextCursor: string | null
  filter: { status?: InvoiceStatus | undefined; q?: string | undefined }
  notice: { tone: 'good' | 'bad'; message: string } | null
}

/** The list of a company's invoices with filters, search and the way in for new ones. */
export function renderInvoicesPage(page: InvoicesPage): string {
  const { viewer, counts, invoices } = page
  const isEmpty = Object.keys(counts).length === 0
  const mayDeliver = canDo(viewer.membership.role, 'deliver')
  return renderFrame({
    title: 'Invoices',
    viewer,
    section: 'invoices',
    body: html`<h1>Invoices</h1>!${renderNotice(page.notice)}
!${isEmpty ? renderEmpty(page) : ''}
!${mayDeliver ? renderUpload(page) : ''}
!${isEmpty ? '' : html`!${renderFilters(page)}!${invoices.length === 0 ? html`<p class="card quiet">Nothing fits this filter.</p>` : renderTable(page)}!${renderOlder(page)}`}`,
  })
}

/** A status as a coloured chip. */
export function renderStatus(status: InvoiceStatus): string {
  return html`<span class="chip ${STATUS_TONES[status]}">${STATUS_WORDS[status]}</span>`
}

function renderEmpty({ ingestAddress }: InvoicesPage): string {
  return html`<section class="card teach"><h2>No invoices yet. Two ways in:</h2>
<ol><li><strong>Drop a file</strong> on the field below: a PDF, a photo or a scan.</li>
<li><strong>Send or forward a mail</strong> with the invoice attached to <code>${ingestAddress}</code>.</li></ol>
<p>Billhook keeps the file, reads it, checks it, and asks the approver by mail. You see every step here.</p></section>`
}

function renderUpload({ viewer, ingestAddress }: InvoicesPage): string {
  return html`<form class="card upload" method="post" action="/companies/${viewer.membership.companyId}/upload" enctype="multipart/form-data">
!${renderFormToken(viewer)}
<label class="drop">Drop invoices here or choose files <span class="quiet small">PDF, JPEG, PNG, TIFF, WebP; up to 25 MB each</span>
<input type="file" name="file" multiple required></label>
<div class="row"><button class="primary">Upload</button><span class="quiet small">or mail them to <code>${ingestAddress}</code></span></div></form>`
}

function renderFilters({ viewer, counts, filter }: InvoicesPage): string {
  const base = `/companies/${viewer.membership.companyId}/invoices`
  const statuses = (Object.keys(LIFECYCLE) as InvoiceStatus[]).filter(
    (status) => counts[status] || status === filter.status,
  )
  const q = filter.q ? `&q=${encodeURIComponent(filter.q)}` : ''
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const chips = statuses.map(
    (status) =>
      html`<li><a class="chip ${STATUS_TONES[status]}" href="${base}?status=${status}${q}" !${status === filter.status ? 'aria-current="true"' : ''}>${STATUS_WORDS[status]} ${counts[status] ?? 0}</a></li>`,
  )
  return html`<div class="filters"><nav aria-label="Status"><ul class="chips">
<li><a class="chip" href="${base}${filter.q ? `?q=${encodeURIComponent(filter.q)}` : ''}" !${filter.status ? '' : 'aria-current="true"'}>All ${total}</a></li>!${chips}</ul></nav>
<form method="get" action="${base}" role="search" class="row">!${filter.status ? html`<input type="hidden" name="status" value="${filter.status}">` : ''}
<label class="inline"><span class="hidden">Search supplier, number or file name</span><input type="search" name="q" value="${filter.q ?? ''}" maxlength="200" placeholder="Supplier, number, file"></label><button>Search</button></form></div>`
}

function renderTable({ viewer, invoices }: InvoicesPage): string {
  const rows = invoices.map((invoice) => {
    const page = `/companies/${viewer.membership.companyId}/invoices/${invoice.id}`
    const worst = invoice.findings.filter(({ severity }) => severity !== 'info').length
    const trouble = invoice.failure
      ? html` <span class="chip bad">Stuck</span>`
      : worst > 0 && invoice.status === 'in-review'
        ? html` <span class="quiet small">${worst} ${worst === 1 ? 'finding' : 'findings'}</span>`
        : ''
    return html`<tr>
<td data-label="Supplier"><a href="${page}">${invoice.supplier_name ?? invoice.file_name}</a></td>
!${renderCell({ label: 'Number', value: invoice.invoice_number })}
!${renderCell({ label: 'Issued', value: invoice.issue_date, look: 'nowrap' })}
!${renderCell({ label: 'Due', value: invoice.due_date, look: 'nowrap' })}
!${renderCell({ label: 'Total', value: formatAmount(invoice), look: 'number' })}
<td data-label="Status">!${renderStatus(invoice.status)}!${trouble}</td>
<td data-label="Arrived" class="quiet small nowrap">${writeTime(invoice.created_at)}</td></tr>`
  })
  return html`<table class="cards"><caption class="hidden">Invoices, newest first. Times in UTC.</caption><thead><tr><th scope="col">Supplier</th><th scope="col">Number</th><th scope="col">Issued</th><th scope="col">Due</th><th scope="col" class="number">Total</th><th scope="col">Status</th><th scope="col">Arrived</th></tr></thead><tbody>!${rows}</tbody></table>`
}

/** A cell; what is not known is a dash, and on a phone not shown at all. */
function renderCell({ label, value, look = '' }: { label: string; value: string | null; look?: string }): string {
  return html`<td data-label="${label}" class="${look} ${value === null ? 'none' : ''}">${value ?? '–'}</td>`
}

function renderOlder({ viewer, nextCursor, filter }: InvoicesPage): string {
  if (nextCursor === null) return ''
  const query = new URLSearchParams({
    ...(filter.status ? { status: filter.status } : {}),
    ...(filter.q ? { q: filter.q } : {}),
    cursor: nextCursor,
  })
  return html`<p><a class="button" href="/companies/${viewer.membership.companyId}/invoices?${query.toString()}">Older</a></p>`
}
