import type { Bill } from '../../schemas/bill.ts'

/** What accounting said: `reference` is ours (the effect's key), `foreignId` theirs (entry, file and line, message id). */
export type Receipt = { reference: string; foreignId: string; at: string; details?: Record<string, unknown> }

/**
 * A target to which approved bills are posted. What every implementation promises, held by connector.contract.ts:
 * - posting the same bill under the same reference twice, one after the other or at once, yields one bill at the other side and equal receipts;
 * - `find` answers for everything that was posted under the reference, whichever process did it; null only when it certainly was not;
 * - a refusal for good throws `accounting.refused` (the bill can't be posted like this; says why), an outage or a doubt
 *   `accounting.unavailable` (may be tried again after `find`);
 * - `post` resolves only when the other side has it durably.
 */
export type Connector = {
  readonly target: string
  post(bill: Bill, reference: string): Promise<Receipt>
  find(reference: string): Promise<Receipt | null>
}
