import type { Selectable } from 'kysely'
import type { Database } from '../database/index.ts'
import type { MessageTable } from '../database/schema.ts'
import { BillhookError } from '../errors.ts'
import { withoutSecretLinks } from '../mail/secret-links.ts'
import { cutPage, isAfter, readCursor } from '../review/cursor.ts'

type OutboxPorts = { db: Database; mailLeaves: boolean }
export type OutgoingMail = Selectable<MessageTable>

/**
 * One page of the company's outgoing mail, newest first. Where mail leaves Billhook its links belong to the recipients alone, so they are
 * blotted out; where it does not, this is the mailbox.
 */
export async function listMessages(
  { db, mailLeaves }: OutboxPorts,
  { companyId, cursor, limit }: { companyId: string; cursor?: string | undefined; limit: number },
): Promise<{ messages: OutgoingMail[]; nextCursor: string | null }> {
  let query = db.selectFrom('message').selectAll().where('company_id', '=', companyId)
  if (cursor) query = query.where(isAfter('created_at', readCursor(cursor)))
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const { page, nextCursor } = cutPage(rows, { limit, placeOf: (row) => ({ at: row.created_at, id: row.id }) })
  return { messages: page.map((message) => asShown(message, mailLeaves)), nextCursor }
}

/** One mail of the company, as `listMessages` shows it. @throws BillhookError `http.not-found` */
export async function findMessage(
  { db, mailLeaves }: OutboxPorts,
  { companyId, messageId }: { companyId: string; messageId: string },
): Promise<OutgoingMail> {
  const row = await db
    .selectFrom('message')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('id', '=', messageId)
    .executeTakeFirst()
  if (row) return asShown(row, mailLeaves)
  throw new BillhookError('http.not-found', `There is no mail ${messageId} here.`)
}

function asShown(message: OutgoingMail, mailLeaves: boolean): OutgoingMail {
  if (!mailLeaves) return message
  return { ...message, text: withoutSecretLinks(message.text), html: withoutSecretLinks(message.html) }
}
