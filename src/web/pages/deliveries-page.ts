import { html } from 'ghtml'
import type { Disposition } from '../../../schemas/delivery.ts'
import { canDo } from '../../people/roles.ts'
import type { DeliveryWithParts } from '../../review/list-deliveries.ts'
import { renderFormToken, renderFrame, type Viewer } from '../frame.ts'
import { writeBytes, writeTime } from '../words.ts'

const DISPOSITION_WORDS: Record<Disposition, { word: string; tone: string }> = {
  pending: { word: 'Not looked at yet', tone: 'busy' },
  invoice: { word: 'Invoice', tone: 'good' },
  supporting: { word: 'Supporting document', tone: 'good' },
  ignored: { word: 'Ignored', tone: 'ended' },
  quarantined: { word: 'Quarantined', tone: 'bad' },
  'same-bytes': { word: 'Same bytes', tone: 'ended' },
}

/** Everything that arrived, with what became of each part: the answer to "why is my invoice not here". */
export function renderDeliveriesPage({
  viewer,
  deliveries,
  nextCursor,
}: {
  viewer: Viewer
  deliveries: readonly DeliveryWithParts[]
  nextCursor: string | null
}): string {
  const { companyId } = viewer.membership
  const list = deliveries.map((delivery) => renderDelivery(delivery, viewer))
  const older = nextCursor
    ? html`<p><a class="button" href="/companies/${companyId}/deliveries?cursor=${nextCursor}">Older</a></p>`
    : ''
  return renderFrame({
    title: 'Deliveries',
    viewer,
    section: 'deliveries',
    body: html`<h1>Deliveries</h1><p class="quiet">Every mail and upload with what became of each part. Times in UTC.</p>
!${list.length === 0 ? html`<p class="card quiet">Nothing has arrived yet.</p>` : list.join('')}!${older}`,
  })
}

function renderDelivery(delivery: DeliveryWithParts, viewer: Viewer): string {
  const { envelope, company_id: companyId } = delivery
  const from = envelope.from ?? envelope.by ?? 'unknown sender'
  const parts = delivery.parts.map((part) => {
    const { word, tone } = DISPOSITION_WORDS[part.disposition]
    const link = part.invoice_id
      ? html` <a href="/companies/${companyId}/invoices/${part.invoice_id}">open<span class="hidden"> the invoice of ${part.file_name}</span></a>`
      : ''
    return html`<li><span class="wrap">${part.file_name}</span> <span class="quiet small">${writeBytes(part.bytes)}</span> <span class="chip ${tone}">${word}</span>!${link}<br><span class="small quiet">${part.reason}</span></li>`
  })
  const raw = delivery.raw_sha256
    ? html`<a href="/api/companies/${companyId}/deliveries/${delivery.id}/raw">raw mail</a>`
    : ''
  const state = delivery.failure
    ? html`<p class="notice bad">${delivery.failure.message}</p>!${
        canDo(viewer.membership.role, 'review')
          ? html`<form method="post" action="/companies/${companyId}/deliveries/${delivery.id}/retry">!${renderFormToken(viewer)}<button>Try again</button></form>`
          : ''
      }`
    : delivery.disposed_at
      ? ''
      : html`<p class="quiet small">Some parts have not been looked at yet.</p>`
  return html`<section class="card"><h2 class="wrap">${envelope.subject ?? (delivery.channel === 'smtp' ? 'Mail without a subject' : 'Upload')}</h2>
<p class="small quiet wrap">${writeTime(delivery.received_at)}, ${delivery.channel === 'smtp' ? 'mail' : 'upload'} from ${from} !${raw}</p>!${state}<ul class="parts">!${parts}</ul></section>`
}
