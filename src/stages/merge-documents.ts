import type { Draft } from '../../schemas/draft.ts'
import type { Finding } from '../../schemas/finding.ts'
import type { DatabaseTransaction } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import { BillhookError } from '../errors.ts'
import { joinView } from '../extraction/carried/join-view.ts'
import { type Outcome, STATUSES_APPROVED } from '../pipeline/lifecycle.ts'
import { type InvoiceRow, move } from '../pipeline/move.ts'
import { validate as checkDraft } from '../validation/index.ts'
import type { StagePorts } from './ports.ts'
import { isDataAlone } from './same-document.ts'

const ACTOR = 'stage:validate'
/** What was decided on or paid leads: it must not be decided on again. */
const CAN_END: readonly InvoiceRow['status'][] = ['in-review', 'validated', 'awaiting-approval']

/** The outcome by which a status gives a bill back to a clerk. */
const BACK: Partial<Record<InvoiceRow['status'], Outcome>> = {
  validated: 'unroutable',
  'awaiting-approval': 'recall',
  approved: 'refused',
}

export type Merging =
  /** Nothing to do with another document. */
  | { kind: 'none' }
  /** This invoice leads; its draft shows the pages of the other, which supports it from now on. */
  | { kind: 'leads'; draft: Draft; view: InvoiceRow; touchedBy: string[] }
  /** Another invoice leads, and this one supports it. */
  | { kind: 'follows'; leader: InvoiceRow }

/**
 * Makes one invoice of the data and the pages of a bill. Data leads; but a document that was approved, posted or paid stays the invoice, and
 * what comes later supports it, so that nothing is decided on or posted twice. Where pages and data disagree, the leader goes back to a clerk
 * with both values.
 * @throws BillhookError `pipeline.same-bill-exists` (try again) where the other document is being changed at this moment
 */
export async function mergeDocuments(
  ports: StagePorts,
  { invoice, draft, others }: { invoice: InvoiceRow; draft: Draft; others: readonly InvoiceRow[] },
): Promise<Merging> {
  const settled = others.find(({ status }) => STATUSES_APPROVED.includes(status))
  if (isDataAlone(invoice)) {
    if (settled)
      return { kind: 'follows', leader: await showPages(ports, { leader: settled, data: draft, page: settled }) }
    const other =
      others.find(({ status }) => status === 'duplicate') ?? others.find(({ status }) => CAN_END.includes(status))
    if (!other?.draft) return { kind: 'none' }
    const view = other.status === 'duplicate' ? other : await endAsSupport(ports, { follower: other, leader: invoice })
    return {
      kind: 'leads',
      draft: withView(draft, other).draft,
      view,
      touchedBy: [...new Set([...invoice.touched_by, ...other.touched_by])],
    }
  }
  const leader = settled ?? others.find(({ status }) => CAN_END.includes(status))
  if (!leader?.draft) return { kind: 'none' }
  return {
    kind: 'follows',
    leader: await showPages(ports, { leader, data: leader.draft, page: { ...invoice, draft } }),
  }
}

function withView(data: Draft, page: InvoiceRow): { draft: Draft; findings: Finding[] } {
  if (!page.draft) return { draft: data, findings: [] }
  const { draft } = joinView(data, page.draft)
  const { id: invoiceId, original_sha256: sha256, file_name: fileName, first_page: firstPage } = page
  const view = { invoiceId, sha256, fileName, ...(firstPage !== null && { firstPage }) }
  const viewed = draft.eInvoice ? { ...draft, eInvoice: { ...draft.eInvoice, view } } : draft
  const own = { names: [], vatIds: [], ibans: [] }
  const findings = checkDraft(viewed, { own, sameBill: [] }).filter(({ code }) => code === 'page-and-data-agree')
  return { draft: viewed, findings }
}

/** Gives the leader the pages, and what they say otherwise; a settled one that was pages keeps its own. @returns the leader */
async function showPages(
  ports: StagePorts,
  { leader, data, page }: { leader: InvoiceRow; data: Draft; page: InvoiceRow },
): Promise<InvoiceRow> {
  const { draft, findings } = withView(data, page)
  const known = leader.findings.filter(({ code }) => code !== 'page-and-data-agree')
  const patch = {
    ...(isDataAlone(leader) ? { draft: asJson(draft), page_count: page.page_count } : {}),
    findings: asJson([...known, ...findings]),
  }
  const back = findings.length > 0 ? BACK[leader.status] : undefined
  if (back !== undefined) {
    const moved = await move(ports, {
      invoice: leader,
      outcome: back,
      actor: ACTOR,
      patch: { ...patch, approved_by: null, approved_at: null },
      data: { reason: 'page and data disagree' },
    })
    if (!moved) throw isBusy(leader.id)
    return leader
  }
  const { numUpdatedRows } = await ports.db
    .updateTable('invoice')
    .set(patch)
    .where('id', '=', leader.id)
    .where('version', '=', leader.version)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw isBusy(leader.id)
  return leader
}

async function endAsSupport(
  ports: StagePorts,
  { follower, leader }: { follower: InvoiceRow; leader: InvoiceRow },
): Promise<InvoiceRow> {
  const moved = await move(ports, {
    invoice: follower,
    outcome: 'merged',
    actor: ACTOR,
    data: { into: leader.id },
    together: (transaction) => supportWith(transaction, { follower, leader }),
  })
  if (!moved) throw isBusy(follower.id)
  return follower
}

/** What became of the follower's file is told where it arrived. */
export async function supportWith(
  transaction: DatabaseTransaction,
  { follower, leader }: { follower: Pick<InvoiceRow, 'id' | 'media_type'>; leader: Pick<InvoiceRow, 'id'> },
): Promise<void> {
  const what = isDataAlone(follower) ? 'as data' : 'as pages'
  await transaction
    .updateTable('delivery_part')
    .set({
      disposition: 'supporting',
      reason: `Supporting document of invoice ${leader.id}: the same bill ${what}.`,
      invoice_id: leader.id,
    })
    .where('invoice_id', '=', follower.id)
    .where('disposition', '=', 'invoice')
    .execute()
}

export function isBusy(invoiceId: string): BillhookError {
  const message = `Invoice ${invoiceId} is the same bill and is being changed at this moment. This is tried again.`
  return new BillhookError('pipeline.same-bill-exists', message, { details: { invoiceId } })
}
