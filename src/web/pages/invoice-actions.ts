import { html } from 'ghtml'
import { nextStatus } from '../../pipeline/lifecycle.ts'
import type { InvoiceRow } from '../../pipeline/move.ts'
import { renderFormToken, type Viewer } from '../frame.ts'

/** The buttons for what can be done with the invoice in its status. */
export function renderActions({ viewer, invoice }: { viewer: Viewer; invoice: InvoiceRow }): string {
  const { status } = invoice
  const buttons: string[] = []
  const add = (name: string, inner: string) => buttons.push(renderAction({ viewer, invoice, name, inner }))
  if (nextStatus(status, 'accept')) add('accept', html`<button class="primary">Accept and send to approval</button>`)
  if (nextStatus(status, 'recall')) add('recall', html`<button>Take back from approvers</button>`)
  if (nextStatus(status, 'reopen')) add('reopen', html`<button>Take back into review</button>`)
  if (invoice.failure) add('retry', html`<button class="primary">Try again</button>`)
  const more: string[] = []
  const addMore = (name: string, inner: string) => more.push(renderAction({ viewer, invoice, name, inner }))
  // An approver rejects by the link; here the clerk ends what is not to be paid.
  if (nextStatus(status, 'reject')) {
    addMore(
      'reject',
      html`<label class="inline">Reason <input name="reason" required maxlength="1000"></label><button class="danger">Reject</button>`,
    )
  }
  if (nextStatus(status, 'mark-duplicate')) addMore('mark-duplicate', html`<button>Mark as duplicate</button>`)
  if (nextStatus(status, 'file')) addMore('file', html`<button>File: no bill to pay</button>`)
  if (nextStatus(status, 'retry')) {
    addMore('retry', html`<button>Read it again</button> <span class="quiet small">Corrections are lost.</span>`)
  }
  if (buttons.length === 0 && more.length === 0) return ''
  return html`<section class="card actions" aria-label="Actions"><div class="row">!${buttons}</div>!${
    more.length === 0 ? '' : html`<details><summary>More</summary><div class="stack">!${more}</div></details>`
  }</section>`
}

function renderAction({
  viewer,
  invoice,
  name,
  inner,
}: {
  viewer: Viewer
  invoice: InvoiceRow
  name: string
  inner: string
}): string {
  return html`<form class="row" method="post" action="/companies/${invoice.company_id}/invoices/${invoice.id}/${name}">!${renderFormToken(viewer)}<input type="hidden" name="version" value="${invoice.version}">!${inner}</form>`
}
