import type { Database } from '../database/index.ts'
import type { ReachFailpoint } from '../pipeline/failpoint.ts'
import type { MailSender } from './index.ts'
import { withoutSecretLinks } from './secret-links.ts'

/**
 * Hands a queued message to the sender and marks it sent; one that was sent before is left alone. Once it has left, the secrets of our own
 * links in it are blotted out, so that they exist in the recipient's mail alone. A kill between the two sends it again with the same
 * Message-ID: a second mail is a nuisance, a missing one holds a bill up.
 * @throws BillhookError as the sender does.
 */
export async function sendMessage(
  { db, now, sender, failpoint }: { db: Database; now: () => Date; sender: MailSender; failpoint?: ReachFailpoint },
  messageId: string,
): Promise<void> {
  const row = await db.selectFrom('message').selectAll().where('id', '=', messageId).executeTakeFirst()
  if (!row || row.sent_at) return
  const { recipient, subject, text, html, message_id } = row
  await sender.send({ recipient, subject, text, html, messageId: message_id })
  await failpoint?.('message.sent')
  const kept = sender.leaves ? { text: withoutSecretLinks(text), html: withoutSecretLinks(html) } : {}
  await db
    .updateTable('message')
    .set({ ...kept, sent_at: now(), due_at: null, failure: null })
    .where('id', '=', messageId)
    .execute()
}
