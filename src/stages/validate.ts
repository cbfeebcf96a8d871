import { sql } from 'kysely'
import type { Draft } from '../../schemas/draft.ts'
import type { DatabaseTransaction } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import { billProblems } from '../pipeline/bill.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { holds } from '../validation/index.ts'
import { loadCompany } from './company.ts'
import { judgeBill } from './judge-bill.ts'
import { isBusy, mergeDocuments, supportWith } from './merge-documents.ts'
import type { StageOf } from './ports.ts'
import { findSameBill } from './same-document.ts'

/**
 * Checks the draft against every rule. Clean goes on by itself; anything that an error or a warning says waits for a person. Data and pages
 * of one bill become one invoice here.
 */
export const validate: StageOf<'validate'> = async (invoice, ports) => {
  if (!invoice.draft) throw new Error(`invoice ${invoice.id} reached validate without a draft`)
  const others = await findSameBill(ports.db, { invoice, draft: invoice.draft })
  const merging = await mergeDocuments(ports, { invoice, draft: invoice.draft, others })
  const seen = new Set(others.map(({ id }) => id))
  if (merging.kind === 'follows') {
    const { leader } = merging
    return {
      outcome: 'merged',
      data: { into: leader.id },
      together: (transaction) => supportWith(transaction, { follower: invoice, leader }),
    }
  }
  const draft = merging.kind === 'leads' ? merging.draft : invoice.draft
  const joined =
    merging.kind === 'leads'
      ? { draft: asJson(draft), page_count: merging.view.page_count, touched_by: asJson(merging.touchedBy) }
      : {}
  const company = await loadCompany(ports.db, invoice.company_id)
  const { findings, patch } = await judgeBill(ports.db, { invoice, draft, company })
  const clean = !findings.some(holds) && billProblems(draft).length === 0
  return {
    outcome: clean ? 'clean' : 'doubtful',
    patch: { ...joined, ...patch },
    data: { findings: findings.map(({ code, severity }) => ({ code, severity })) },
    together: (transaction) => assertNoneCame(transaction, { invoice, draft, seen }),
  }
}

/**
 * Two documents of one bill that are validated at the same moment do not see one another: the second to write waits for the first, looks
 * again and is tried again. @throws BillhookError `pipeline.same-bill-exists`
 */
async function assertNoneCame(
  transaction: DatabaseTransaction,
  { invoice, draft, seen }: { invoice: InvoiceRow; draft: Draft; seen: ReadonlySet<string> },
): Promise<void> {
  const number = draft.fields.invoiceNumber?.value.replace(/[\s./_:#-]/g, '').toUpperCase()
  if (number === undefined) return
  await sql`select pg_advisory_xact_lock(hashtext(${`${invoice.company_id}|${number}`}))`.execute(transaction)
  const others = await findSameBill(transaction, { invoice, draft })
  const came = others.find(({ id, status }) => !seen.has(id) && !UNDER_WAY.includes(status))
  if (came) throw isBusy(came.id)
}

/** They are validated after this one, and find it. */
const UNDER_WAY: readonly InvoiceRow['status'][] = ['received', 'identified', 'recognized', 'extracted']
