import type { Selectable } from 'kysely'
import type { Language } from '../../schemas/said.ts'
import type { Database } from '../database/index.ts'
import type { DecisionRequestTable } from '../database/schema.ts'
import { BillhookError } from '../errors.ts'
import { looksLikeSecretToken } from '../people/secret-token.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { type Decision, hashDecisionToken } from './decision-link.ts'
import { normalizeAddress } from './policy.ts'

export type DecisionRequestRow = Selectable<DecisionRequestTable>

/** Where a decision link stands: it can be used, it was used, or it is void for a reason in plain words. */
export type LinkState =
  | { kind: 'open' }
  | { kind: 'decided'; decision: Decision; by: string; at: Date; comment: string | null }
  | { kind: 'void'; why: 'decided-by-other' | 'changed' | 'expired' | 'touched'; message: string }

export type FoundDecision = {
  request: DecisionRequestRow
  invoice: InvoiceRow
  company: { id: string; name: string; language: Language | null }
  state: LinkState
}

/**
 * What a decision link is about and whether it can still be used. Changes nothing.
 * @throws BillhookError `approvals.link-invalid` when no request has this token.
 */
export async function findDecision(
  { db, now }: { db: Database; now: () => Date },
  token: string,
): Promise<FoundDecision> {
  const request = looksLikeSecretToken(token)
    ? await db
        .selectFrom('decision_request')
        .selectAll()
        .where('token_hash', '=', hashDecisionToken(token))
        .executeTakeFirst()
    : undefined
  if (!request) {
    throw new BillhookError(
      'approvals.link-invalid',
      'This link is not known here. Check that it was copied whole from the mail.',
    )
  }
  const invoice = await db
    .selectFrom('invoice')
    .selectAll()
    .where('id', '=', request.invoice_id)
    .executeTakeFirstOrThrow()
  const company = await db
    .selectFrom('company')
    .select(['id', 'name', 'language'])
    .where('id', '=', request.company_id)
    .executeTakeFirstOrThrow()
  const decidedByOther = await db
    .selectFrom('decision_request')
    .selectAll()
    .where('invoice_id', '=', request.invoice_id)
    .where('invoice_version', '=', request.invoice_version)
    .where('id', '!=', request.id)
    .where('decided_at', 'is not', null)
    .executeTakeFirst()
  return { request, invoice, company, state: judge({ request, invoice, decidedByOther, at: now() }) }
}

/** "approved by a@b.example on 2026-03-04 10:15 UTC" */
export function describeDecision({ decision, by, at }: { decision: Decision; by: string; at: Date }): string {
  const when = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return `${decision === 'approve' ? 'approved' : 'rejected'} by ${by} on ${when}`
}

function judge({
  request,
  invoice,
  decidedByOther,
  at,
}: {
  request: DecisionRequestRow
  invoice: InvoiceRow
  decidedByOther: DecisionRequestRow | undefined
  at: Date
}): LinkState {
  if (request.decided_at && request.decision) {
    const { decision, approver, decided_at, comment } = request
    return { kind: 'decided', decision, by: approver, at: decided_at, comment }
  }
  if (decidedByOther?.decided_at && decidedByOther.decision) {
    const { decision, approver, decided_at } = decidedByOther
    return {
      kind: 'void',
      why: 'decided-by-other',
      message: `This bill was already ${describeDecision({ decision, by: approver, at: decided_at })}. There is nothing left for you to do.`,
    }
  }
  const stillAsked = invoice.status === 'awaiting-approval' && invoice.version === request.invoice_version
  if (request.voided_at || !stillAsked) {
    return {
      kind: 'void',
      why: 'changed',
      message:
        'This bill was changed or taken back after the mail was sent, so the link is void. If it still needs your decision, a newer mail is on its way to you.',
    }
  }
  if (request.expires_at <= at) {
    return {
      kind: 'void',
      why: 'expired',
      message:
        'This link has expired. The bill still waits: ask the person who keeps the books to recall it and send it again.',
    }
  }
  if (invoice.touched_by.map(normalizeAddress).includes(normalizeAddress(request.approver))) {
    return {
      kind: 'void',
      why: 'touched',
      message: 'You entered or changed this bill yourself, so somebody else has to approve it.',
    }
  }
  return { kind: 'open' }
}
