import { Decimal } from 'decimal.js'
import type { Bill } from '../../schemas/bill.ts'
import type { Connector, Receipt } from '../accounting/index.ts'
import type { Database } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import { BillhookError, isBillhookError } from '../errors.ts'
import type { ReachFailpoint } from './failpoint.ts'

export type EffectPorts = { db: Database; now: () => Date; failpoint?: ReachFailpoint }
type Posting = { bill: Bill; connector: Connector; key: string }

/** Under which one posting is known here and at the other side; never made anew for another attempt. */
export function effectKey(bill: Pick<Bill, 'invoiceId' | 'version'>, target: string): string {
  return `${bill.invoiceId}-v${bill.version}-${target}`
}

/**
 * Posts a bill to one target, once. What it keeps to, in this order:
 * - what the records know nothing of is asked for first, because they may be older than the books: a database that was restored;
 * - the intention is recorded before the call, and whoever calls holds the latest attempt: one that was paused past its lease finds that
 *   it does not, and does not call;
 * - after an attempt whose outcome is not known the effect is `uncertain`. The other side is asked by our reference, and nothing is posted
 *   again before it has denied having it at a time when it must show it (`searchLagMs` after the attempt ended, or was found dead);
 * - what the other side has must amount to what was approved; if not, the effect stays `uncertain` for a person and is never posted again.
 * @throws BillhookError `accounting.refused` (for good; recorded), `accounting.differs` (a person must look), `accounting.unavailable`
 *   (the effect stays open; `details.retryAfterSeconds` says when it can be settled).
 */
export async function postOnce(
  ports: EffectPorts,
  { bill, connector }: { bill: Bill; connector: Connector },
): Promise<Receipt> {
  const posting: Posting = { bill, connector, key: effectKey(bill, connector.target) }
  const found = await findUnknown(ports, posting)
  const isFirst = await recordIntention(ports, posting)
  if (isFirst && found) return await settle(ports, { ...posting, receipt: found })
  const attempt = isFirst ? 1 : await lookBeforeNextAttempt(ports, posting)
  if (typeof attempt !== 'number') return attempt
  let receipt: Receipt
  try {
    await ports.failpoint?.('effect.intended')
    await assertLatestAttempt(ports, { ...posting, attempt })
    receipt = await connector.post(bill, posting.key)
    await ports.failpoint?.('effect.called')
  } catch (error) {
    const state = isBillhookError(error, 'accounting.refused') ? 'refused' : 'uncertain'
    await ports.db
      .updateTable('effect')
      .set({ state, message: String((error as Error).message), updated_at: ports.now() })
      .where('key', '=', posting.key)
      .where('attempts', '=', attempt)
      .where('state', '!=', 'done')
      .execute()
    throw error
  }
  return await settle(ports, { ...posting, receipt })
}

/**
 * What the other side has of a posting that the records do not know.
 * @throws BillhookError `accounting.refused` when it has the document under another reference of ours.
 */
async function findUnknown({ db }: EffectPorts, { bill, connector, key }: Posting): Promise<Receipt | null> {
  const known = await db.selectFrom('effect').select('key').where('key', '=', key).executeTakeFirst()
  if (known) return null
  const other = await connector.findDocument?.(bill)
  if (other && other.reference !== key) {
    throw new BillhookError(
      'accounting.refused',
      `${connector.target} has this document already, as ${other.foreignId} of ${other.at}, which the records do not know: they are older than the books. Mark it as a duplicate, or take that entry away there first.`,
      { details: { target: connector.target, reference: other.reference } },
    )
  }
  return await connector.find(key)
}

async function recordIntention({ db, now }: EffectPorts, { bill, connector, key }: Posting): Promise<boolean> {
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
  return fresh !== undefined
}

/** @returns the receipt where it was posted already, or the number of the attempt that may be made now. */
async function lookBeforeNextAttempt(ports: EffectPorts, posting: Posting): Promise<Receipt | number> {
  const { db, now } = ports
  const { connector, key } = posting
  const earlier = await endDeadAttempt(ports, key)
  if (earlier.state === 'done') return earlier.receipt as Receipt
  const askedAt = now()
  const found = await connector.find(key)
  if (found) return await settle(ports, { ...posting, receipt: found })
  const certainAt = earlier.updated_at.getTime() + (connector.searchLagMs ?? 0)
  const wait = certainAt - askedAt.getTime()
  if (earlier.state === 'uncertain' && wait > 0) {
    throw new BillhookError(
      'accounting.unavailable',
      `Whether ${connector.target} has this bill is not known yet; it is asked again before anything is sent (${earlier.message}).`,
      { details: { retryAfterSeconds: Math.ceil(wait / 1000) } },
    )
  }
  const attempt = earlier.attempts + 1
  const claimed = await db
    .updateTable('effect')
    .set({ state: 'intended', attempts: attempt, message: null, updated_at: now() })
    .where('key', '=', key)
    .where('attempts', '=', earlier.attempts)
    .where('state', '=', earlier.state)
    .executeTakeFirst()
  if (claimed.numUpdatedRows !== 1n) throw overtaken(connector)
  return attempt
}

/**
 * An attempt that is still `intended` belongs to a process that died, or that is about to come back from the dead: from here on it may not
 * call any more, and the time until the other side must show what it did begins now.
 */
async function endDeadAttempt({ db, now }: EffectPorts, key: string) {
  await db
    .updateTable('effect')
    .set({ state: 'uncertain', message: 'the process that posted it ended in the middle', updated_at: now() })
    .where('key', '=', key)
    .where('state', '=', 'intended')
    .execute()
  return await db
    .selectFrom('effect')
    .select(['state', 'attempts', 'receipt', 'message', 'updated_at'])
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
}

async function assertLatestAttempt({ db }: EffectPorts, { key, connector, attempt }: Posting & { attempt: number }) {
  const mine = await db
    .selectFrom('effect')
    .select('key')
    .where('key', '=', key)
    .where('attempts', '=', attempt)
    .where('state', '=', 'intended')
    .executeTakeFirst()
  if (!mine) throw overtaken(connector)
}

function overtaken({ target }: Connector): BillhookError {
  return new BillhookError('accounting.unavailable', `Another worker has taken over posting this bill to ${target}.`)
}

/** Writes down that the other side has it, if what it has is what was approved, and is the only one. */
async function settle(ports: EffectPorts, { receipt, ...posting }: Posting & { receipt: Receipt }): Promise<Receipt> {
  const { db, now } = ports
  const { bill, connector, key } = posting
  const difference = describeDifference(bill, receipt)
  if (difference !== null) {
    const message = `${connector.target} has this bill as ${receipt.foreignId}, but ${difference}. Put it right or delete it there, then retry; it is not sent again while it is there.`
    await db
      .updateTable('effect')
      .set({ state: 'uncertain', receipt: asReceiptJson(receipt), message, updated_at: now() })
      .where('key', '=', key)
      .where('state', '!=', 'done')
      .execute()
    throw new BillhookError('accounting.differs', message, { details: { target: connector.target } })
  }
  const written = await db
    .updateTable('effect')
    .set({ state: 'done', receipt: asReceiptJson(receipt), message: null, updated_at: now() })
    .where('key', '=', key)
    .where('state', '!=', 'done')
    .executeTakeFirst()
  if (written.numUpdatedRows === 1n) return receipt
  const { receipt: earlier } = await db
    .selectFrom('effect')
    .select('receipt')
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  const first = earlier as Receipt
  if (first.foreignId === receipt.foreignId) return first
  throw new BillhookError(
    'accounting.differs',
    `${connector.target} has this bill twice, as ${first.foreignId} and ${receipt.foreignId}. Take one of them away there.`,
    { details: { target: connector.target } },
  )
}

function asReceiptJson(receipt: Receipt) {
  return asJson<{ [key: string]: unknown }>({ ...receipt })
}

/** What the other side says it amounts to against what was approved; null where they agree or it says nothing. */
function describeDifference(bill: Bill, { total }: Receipt): string | null {
  if (!total) return null
  const isSame = total.currency === bill.currency && new Decimal(total.amount).equals(bill.grossTotal)
  return isSame
    ? null
    : `with a total of ${total.amount} ${total.currency} instead of ${bill.grossTotal} ${bill.currency}`
}
