import { html } from 'ghtml'
import type { OutgoingMail } from '../../http/list-messages.ts'
import { renderFrame, type Viewer } from '../frame.ts'

/** Outgoing mails, newest first. */
export function renderOutboxPage({
  viewer,
  messages,
  nextCursor,
  mailLeaves,
  publicUrl,
}: {
  viewer: Viewer
  messages: readonly OutgoingMail[]
  nextCursor: string | null
  mailLeaves: boolean
  publicUrl: string
}): string {
  const { companyId } = viewer.membership
  const about = mailLeaves
    ? 'Mails that Billhook sent or will send. Their links belong to the recipients and are not shown here.'
    : 'No mail server is set up (MAIL_URL), so nothing leaves this machine: this is where every mail ends. The links work.'
  const list = messages.map((message) => renderMessage({ message, companyId, publicUrl }))
  const older = nextCursor
    ? html`<p><a class="button" href="/companies/${companyId}/outbox?cursor=${nextCursor}">Older</a></p>`
    : ''
  return renderFrame({
    title: 'Outbox',
    viewer,
    section: 'outbox',
    body: html`<h1>Outbox</h1><p class="quiet">${about} Times in UTC.</p>!${list.length === 0 ? html`<p class="card quiet">No mail yet. When an invoice needs an approval, the mail to the approver appears here.</p>` : list.join('')}!${older}`,
  })
}

/** One mail as its reader sees it. The HTML is in a frame without scripts, forms or our origin; its links open a new tab. */
export function renderMessagePage({
  viewer,
  message,
  publicUrl,
}: {
  viewer: Viewer
  message: OutgoingMail
  publicUrl: string
}): string {
  const { companyId } = viewer.membership
  return renderFrame({
    title: message.subject,
    viewer,
    section: 'outbox',
    body: html`<p><a href="/companies/${companyId}/outbox">All mails</a></p>!${renderMessage({ message, companyId, publicUrl })}
<h2>As HTML</h2><iframe class="mail" title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/companies/${companyId}/outbox/${message.id}/html"></iframe>`,
  })
}

function renderMessage({
  message,
  companyId,
  publicUrl,
}: {
  message: OutgoingMail
  companyId: string
  publicUrl: string
}): string {
  const state = message.failure
    ? html`<span class="chip bad">Not sent</span> <span class="small">${message.failure.message}</span>`
    : message.sent_at
      ? html`<span class="chip good">Sent ${writeTime(message.sent_at)}</span>`
      : html`<span class="chip busy">Waiting</span>`
  const invoice = message.invoice_id
    ? html` · <a href="/workspace/${companyId}/invoices/${message.invoice_id}">invoice</a>`
    : ''
  return html`<article class="card"><h2 class="wrap"><a href="/companies/${companyId}/outbox/${message.id}">${message.subject}</a></h2>
<p class="small quiet wrap">${writeTime(message.created_at)} to ${message.recipient}!${invoice} !${state}</p><pre class="mail">!${linkOwnAddresses(message.text, publicUrl)}</pre></article>`
}

/** The text, escaped, with addresses of this Billhook as links and no others: what a document says must not become a link. */
function linkOwnAddresses(text: string, publicUrl: string): string {
  const base = publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`
  const own = new RegExp(
    `(${RegExp.escape(base)}(?:decide|sign-in)/[A-Za-z0-9_-]{43}(?:\\?decision=(?:approve|reject))?)`,
  )
  return text
    .split(own)
    .map((piece, index) => (index % 2 === 1 ? html`<a href="${piece}">${piece}</a>` : html`${piece}`))
    .join('')
}

/** "2026-03-02 09:15" in UTC; the page says so once. */
function writeTime(at: Date): string {
  return at.toISOString().slice(0, 16).replace('T', ' ')
}
