import type { Company } from '../../../schemas/company.ts'
import { requestDecisions } from '../../approvals/request-decisions.ts'
import type { Database } from '../../database/index.ts'
import { type InvoiceRow, move } from '../../pipeline/move.ts'
import { newId, readInvoice } from './records.ts'

/**
 * Puts a validated bill before its approvers, as the route stage does.
 * @returns the invoice as it waits, and the tokens as they stand in the mails, in the alphabetical order of the approvers.
 */
export async function routeBill(
  ports: { db: Database; now: () => Date; publicUrl: () => string },
  { invoice, company, approvers }: { invoice: InvoiceRow; company: Company; approvers: readonly string[] },
): Promise<{ invoice: InvoiceRow; tokens: string[] }> {
  const { db, now } = ports
  await move(ports, {
    invoice,
    outcome: 'routed',
    actor: 'stage:route',
    data: { approvers },
    together: async (transaction, { version }) => {
      const publicUrl = ports.publicUrl()
      await requestDecisions(transaction, { invoice, version, approvers, company, now, newId, publicUrl })
    },
  })
  const mails = await db
    .selectFrom('message')
    .select('text')
    .where('invoice_id', '=', invoice.id)
    .orderBy('recipient')
    .execute()
  const tokens = mails.map(({ text }) => /\/decide\/([\w-]{43})\?/.exec(text)?.[1] ?? 'no token in the mail')
  return { invoice: await readInvoice(db, invoice.id), tokens }
}
