import { sql } from 'kysely'
import { asJson } from '../database/json.ts'
import { isBillhookError } from '../errors.ts'
import { moveReviewed, type ReviewPorts } from './open-invoice.ts'

/** As many as wait behind one supplier's password; whoever has more reads the rest again by hand. */
const AT_ONCE = 200

/**
 * Opens again the company's invoices that wait for a password, once there is a new one. What a person has typed in meanwhile stays.
 * @returns how many.
 */
export async function openWaiting(
  ports: ReviewPorts,
  { companyId, actor }: { companyId: string; actor: string },
): Promise<number> {
  const waiting = await ports.db
    .selectFrom('invoice')
    .select(['id', 'company_id', 'status', 'version'])
    .where('company_id', '=', companyId)
    .where('status', '=', 'in-review')
    .where('draft', 'is', null)
    .where(sql<boolean>`unreadable->>'code' = 'encrypted'`)
    .orderBy('created_at')
    .limit(AT_ONCE)
    .execute()
  let count = 0
  for (const invoice of waiting) {
    const patch = { unreadable: null, findings: asJson([]), bill_key: null }
    try {
      await moveReviewed(ports, { invoice, outcome: 'retry', actor, patch, data: { password: 'added' } })
      count += 1
    } catch (error) {
      // Somebody was faster with it.
      if (!isBillhookError(error, 'pipeline.version-conflict')) throw error
    }
  }
  return count
}
