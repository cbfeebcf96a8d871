import type { DatabaseTransaction } from '../database/index.ts'
import { plainLine } from './plain-line.ts'

export type MessageKind = 'decision-request' | 'sign-in'

export type MessageToQueue = {
  companyId: string
  invoiceId: string | null
  kind: MessageKind
  recipient: string
  subject: string
  text: string
  html: string
}

/**
 * Writes a mail into the outbox table inside the caller's transaction, due at once: it exists exactly if what it tells about does.
 * The Message-ID is made here, once. `publicUrl` names the host of the Message-ID.
 * @returns the row's id, for a hint to whoever sends.
 */
export async function queueMessage(
  transaction: DatabaseTransaction,
  {
    message,
    now,
    newId,
    publicUrl,
  }: { message: MessageToQueue; now: () => Date; newId: () => string; publicUrl: string },
): Promise<{ id: string }> {
  const id = newId()
  const at = now()
  await transaction
    .insertInto('message')
    .values({
      id,
      company_id: message.companyId,
      invoice_id: message.invoiceId,
      kind: message.kind,
      recipient: message.recipient,
      subject: plainLine(message.subject),
      text: message.text,
      html: message.html,
      message_id: `<${id}@${new URL(publicUrl).hostname}>`,
      created_at: at,
      due_at: at,
    })
    .execute()
  return { id }
}
