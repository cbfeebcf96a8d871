import { sql } from 'kysely'
import type { DatabaseTransaction } from '../database/index.ts'

/**
 * Notes, together with the move that confirms or corrects an invoice, that there is something to learn from it. What is noted is learned
 * by a worker, once for the newest note; nothing is lost or counted twice when that is killed.
 */
export async function noteLesson(
  transaction: DatabaseTransaction,
  { companyId, invoiceId, actor, at }: { companyId: string; invoiceId: string; actor: string; at: Date },
): Promise<void> {
  await transaction
    .insertInto('lesson_due')
    .values({ id: invoiceId, company_id: companyId, actor, noted: 1, attempts: 0, due_at: at, failure: null })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({ actor, noted: sql<number>`lesson_due.noted + 1`, attempts: 0, due_at: at, failure: null }),
    )
    .execute()
}
