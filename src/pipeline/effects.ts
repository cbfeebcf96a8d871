import type { Bill } from '../../schemas/bill.ts'
import type { Connector, Receipt } from '../accounting/index.ts'
import type { Database } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import { isBillhookError } from '../errors.ts'
import type { ReachFailpoint } from './failpoint.ts'

/** Under which one posting is known here and at the other side; never made anew for another attempt. */
export function effectKey(bill: Pick<Bill, 'invoiceId' | 'version'>, target: string): string {
  return `${bill.invoiceId}-v${bill.version}-${target}`
}

/**
 * Posts a bill to one target, once. The intention is recorded before the call. Where an earlier attempt's outcome is not known, the other
 * side is asked by our reference before anything is posted again.
 * @throws BillhookError `accounting.refused` (for good; recorded) or `accounting.unavailable` (the effect stays open).
 */
export async function postOnce(
  { db, now, failpoint }: { db: Database; now: () => Date; failpoint?: ReachFailpoint },
  { bill, connector }: { bill: Bill; connector: Connector },
): Promise<Receipt> {
  const key = effectKey(bill, connector.target)
  const at = now()
  const fresh = await db
    .insertInto('effect')
    .values({
      key,
      company_id: bill.company,
      invoice_id: bill.invoiceId,
      invoice_version: bill.version,
      target: connector.target,
      state: 'intended',
      attempts: 1,
      created_at: at,
      updated_at: at,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('key')
    .executeTakeFirst()

  if (!fresh) {
    const earlier = await db
      .selectFrom('effect')
      .select(['state', 'receipt'])
      .where('key', '=', key)
      .executeTakeFirstOrThrow()
    if (earlier.state === 'done') return earlier.receipt as Receipt
    await db
      .updateTable('effect')
      .set((row) => ({ attempts: row('attempts', '+', 1), updated_at: now() }))
      .where('key', '=', key)
      .execute()
    const found = await connector.find(key)
    if (found) return await finish(found)
  }
  try {
    await failpoint?.('effect.intended')
    const receipt = await connector.post(bill, key)
    await failpoint?.('effect.called')
    return await finish(receipt)
  } catch (error) {
    const refused = isBillhookError(error, 'accounting.refused')
    await db
      .updateTable('effect')
      .set({ state: refused ? 'refused' : 'uncertain', message: String((error as Error).message), updated_at: now() })
      .where('key', '=', key)
      .where('state', '!=', 'done')
      .execute()
    throw error
  }

  async function finish(receipt: Receipt): Promise<Receipt> {
    await db
      .updateTable('effect')
      .set({
        state: 'done',
        receipt: asJson<{ [key: string]: unknown }>({ ...receipt }),
        message: null,
        updated_at: now(),
      })
      .where('key', '=', key)
      .execute()
    return receipt
  }
}
