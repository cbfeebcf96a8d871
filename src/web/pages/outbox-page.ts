import { html } from 'ghtml'
import type { OutgoingMail } from '../../http/list-messages.ts'
import { renderFrame, type Viewer } from '../frame.ts'
import type { Speech } from '../speech.ts'

/** Outgoing mails, newest first. */
export function renderOutboxPage({
  viewer,
  messages,
  nextCursor,
  mailLeaves,
  publicUrl,
  speech,
}: {
  viewer: Viewer
  messages: readonly OutgoingMail[]
  nextCursor: string | null
  mailLeaves: boolean
  publicUrl: string
  speech: Speech
}): string {
  const { companyId } = viewer.membership
  const { t } = speech
  const list = messages.map((message) => renderMessage({ message, companyId, publicUrl, speech }))
  const older = nextCursor
    ? html`<p><a class="button" href="/companies/${companyId}/outbox?cursor=${nextCursor}">${t('outbox.older')}</a></p>`
    : ''
  return renderFrame({
    title: t('nav.outbox'),
    speech,
    viewer,
    section: 'outbox',
    body: html`<h1>${t('nav.outbox')}</h1><p class="quiet">${t(mailLeaves ? 'outbox.leaves' : 'outbox.stays')} ${t('outbox.utc')}</p>
!${list.length === 0 ? html`<p class="card quiet">${t('outbox.empty')}</p>` : list.join('')}!${older}`,
  })
}

/** One mail as its reader sees it. The HTML is in a frame without scripts, forms or our origin; its links open a new tab. */
export function renderMessagePage({
  viewer,
  message,
  publicUrl,
  speech,
}: {
  viewer: Viewer
  message: OutgoingMail
  publicUrl: string
  speech: Speech
}): string {
  const { companyId } = viewer.membership
  const { t } = speech
  return renderFrame({
    title: message.subject,
    speech,
    viewer,
    section: 'outbox',
    body: html`<p><a href="/companies/${companyId}/outbox">${t('outbox.all')}</a></p>!${renderMessage({ message, companyId, publicUrl, speech })}
<h2>${t('outbox.html')}</h2><iframe class="mail" title="${t('outbox.frame')}" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/companies/${companyId}/outbox/${message.id}/html"></iframe>`,
  })
}

function renderMessage({
  message,
  companyId,
  publicUrl,
  speech: { t },
}: {
  message: OutgoingMail
  companyId: string
  publicUrl: string
  speech: Speech
}): string {
  const state = message.failure
    ? html`<span class="chip bad">${t('outbox.failed')}</span> <span class="small">${message.failure.message}</span>`
    : message.sent_at
      ? html`<span class="chip good">${t('outbox.sent', { at: writeTime(message.sent_at) })}</span>`
      : html`<span class="chip busy">${t('outbox.waiting')}</span>`
  const invoice = message.invoice_id
    ? html` · <a href="/workspace/${companyId}/invoices/${message.invoice_id}">${t('outbox.invoice')}</a>`
    : ''
  return html`<article class="card"><h2 class="wrap"><a href="/companies/${companyId}/outbox/${message.id}">${message.subject}</a></h2>
<p class="small quiet wrap">${writeTime(message.created_at)} ${t('outbox.to', { recipient: message.recipient })}!${invoice} !${state}</p><pre class="mail">!${linkOwnAddresses(message.text, publicUrl)}</pre></article>`
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
