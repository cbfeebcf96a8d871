import { asJson } from '../database/json.ts'
import { BillhookError } from '../errors.ts'
import { enterForInvoice, MOST_PASSWORD_CHARACTERS, type PasswordPorts } from '../secrets/document-passwords.ts'
import { moveReviewed, openInvoice, type Reviewed, type ReviewPorts, type ReviewTarget } from './open-invoice.ts'

export type EnterPasswordPorts = ReviewPorts & PasswordPorts

/**
 * Opens a protected document again with a password that a person entered. If it is wrong the invoice comes back and says so, and the
 * password is forgotten; if it is right and `keep` was asked for, it is tried on the company's later documents too.
 * @throws BillhookError `pipeline.illegal-outcome` when the document does not wait for a password, `http.invalid-request`; as `openInvoice`
 */
export async function enterPassword(
  ports: EnterPasswordPorts,
  { password, keep, label, ...target }: ReviewTarget & { password: string; keep: boolean; label?: string | undefined },
): Promise<Reviewed> {
  if (password === '' || password.length > MOST_PASSWORD_CHARACTERS) {
    throw new BillhookError(
      'http.invalid-request',
      `A password has 1 to ${MOST_PASSWORD_CHARACTERS} characters; nothing was done.`,
    )
  }
  const invoice = await openInvoice(ports.db, target)
  const { companyId, invoiceId, actor } = target
  if (invoice.unreadable?.code !== 'encrypted') {
    throw new BillhookError(
      'pipeline.illegal-outcome',
      `Invoice ${invoiceId} does not wait for a password, so the one that was entered was not kept.`,
      { details: { invoiceId, status: invoice.status } },
    )
  }
  const name = label?.trim() || invoice.file_name
  const entered = { companyId, invoiceId, password, keep, label: name.slice(0, 100), actor }
  return await moveReviewed(ports, {
    invoice,
    outcome: 'retry',
    actor,
    patch: { unreadable: null, findings: asJson([]), bill_key: null },
    data: { password: 'entered', keep },
    together: (transaction) => enterForInvoice(transaction, { entered, ports }),
  })
}
