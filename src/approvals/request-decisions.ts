import type { Company } from '../../schemas/company.ts'
import type { DatabaseTransaction } from '../database/index.ts'
import { queueMessage } from '../mail/compose.ts'
import { languageOfMail } from '../people/language.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { makeDecisionToken } from './decision-link.ts'
import { composeDecisionMail } from './decision-mail.ts'

export type DecisionsToRequest = {
  /** As it was read; its bill is what the mail shows. */
  invoice: InvoiceRow
  /** The version that the invoice has once the move is committed; the requests are bound to it. */
  version: number
  /** Mail addresses; any one of them decides. */
  approvers: readonly string[]
  company: Pick<Company, 'id' | 'name' | 'policy' | 'language'>
  now: () => Date
  newId: () => string
  publicUrl: string
}

/**
 * Asks each approver by mail, inside the transaction of the move to `awaiting-approval`: the requests and their mails exist exactly if
 * the invoice waits. Each approver gets an own token; only its hash is stored in the request.
 * @returns ids of the queued messages, for a hint to whoever sends.
 */
export async function requestDecisions(
  transaction: DatabaseTransaction,
  { invoice, version, approvers, company, now, newId, publicUrl }: DecisionsToRequest,
): Promise<{ messageIds: string[] }> {
  const at = now()
  const expiresAt = new Date(at.getTime() + company.policy.linkHours * 3_600_000)
  const messageIds: string[] = []
  for (const approver of new Set(approvers)) {
    const { token, hash } = makeDecisionToken()
    await transaction
      .insertInto('decision_request')
      .values({
        id: newId(),
        company_id: company.id,
        invoice_id: invoice.id,
        invoice_version: version,
        approver,
        token_hash: hash,
        created_at: at,
        expires_at: expiresAt,
      })
      .execute()
    const language = await languageOfMail(transaction, { email: approver, company })
    const about = { invoice, companyName: company.name, language, token, publicUrl, expiresAt }
    const mail = composeDecisionMail(about)
    const { id } = await queueMessage(transaction, {
      message: {
        companyId: company.id,
        invoiceId: invoice.id,
        kind: 'decision-request',
        recipient: approver,
        ...mail,
      },
      now: () => at,
      newId,
      publicUrl,
    })
    messageIds.push(id)
  }
  return { messageIds }
}
