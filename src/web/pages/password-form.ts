import { html } from 'ghtml'
import { nextStatus } from '../../pipeline/lifecycle.ts'
import type { InvoiceRow } from '../../pipeline/move.ts'
import type { DocumentPassword } from '../../secrets/document-passwords.ts'
import { renderFormToken, type Viewer } from '../frame.ts'
import { writeTime } from '../words.ts'

/** Where a person enters the password of a protected document; empty for any other invoice. */
export function renderPasswordForm({ viewer, invoice }: { viewer: Viewer; invoice: InvoiceRow }): string {
  if (invoice.unreadable?.code !== 'encrypted' || !nextStatus(invoice.status, 'retry')) return ''
  return html`<form class="card stack" method="post" action="/companies/${invoice.company_id}/invoices/${invoice.id}/password"><h2>Its password</h2>!${renderFormToken(viewer)}<input type="hidden" name="version" value="${invoice.version}">
<label>Password of the document <input type="password" name="password" required maxlength="127" autocomplete="off"></label>
<label class="inline"><input type="checkbox" name="keep" value="yes"> Keep it and try it on other documents of the company</label>
<label>What to call it <input name="label" maxlength="100" autocomplete="off" placeholder="${invoice.file_name.slice(0, 100)}"></label>
<div class="row"><button class="primary">Open it</button><span class="quiet small">It is kept encrypted and shown to nobody.</span></div></form>`
}

/** The company's passwords by their labels, and a form for another one. */
export function renderDocumentPasswords({
  viewer,
  passwords,
}: {
  viewer: Viewer
  passwords: readonly DocumentPassword[]
}): string {
  const base = `/companies/${viewer.membership.companyId}/settings/passwords`
  const rows = passwords.map(({ id, label, invoiceId, createdAt, usedAt }) => {
    const scope = invoiceId === null ? '' : 'for one invoice, '
    const use = usedAt === null ? 'not used yet' : `used ${writeTime(usedAt)}`
    return html`<li class="row"><span class="wrap">${label}</span> <span class="quiet">${scope}added ${writeTime(createdAt)}, ${use}</span>
<form method="post" action="${base}/${id}/remove">!${renderFormToken(viewer)}<button class="plain">Remove<span class="hidden"> ${label}</span></button></form></li>`
  })
  return html`<section class="card stack"><h2>Passwords of documents</h2><p class="quiet">Tried on every protected PDF that arrives. They are kept encrypted and shown to nobody.</p><ul class="list">!${rows}</ul>
<form class="row end" method="post" action="${base}">!${renderFormToken(viewer)}<label>What to call it <input name="label" required maxlength="100" autocomplete="off"></label><label>Password <input type="password" name="password" required maxlength="127" autocomplete="off"></label><button>Keep</button></form></section>`
}
