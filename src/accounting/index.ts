import type { Bill } from '../../schemas/bill.ts'

/**
 * What accounting said: `reference` is ours (the effect's key), `foreignId` theirs (file and entry, message id). `total` is what the other
 * side says the bill amounts to, read back from it; who posted compares it. Absent where the other side says nothing.
 */
export type Receipt = {
  reference: string
  foreignId: string
  at: string
  total?: { amount: string; currency: string }
  details?: Record<string, unknown>
}

/**
 * A target to which approved bills are posted. What every implementation promises, held by connector.contract.ts:
 * - posting the same bill under the same reference twice, one after the other or at once, yields one bill at the other side, as far as
 *   that side minds the reference. Where it may not, `searchLagMs` is declared, and `postOnce` never calls `post` on a doubt;
 * - `find` answers for everything that was posted under the reference, whichever process did it, at the latest `searchLagMs` after the
 *   call that posted it ended, however that ended. Null then means that `post` may be called: because it certainly was not posted, or,
 *   where the other side cannot be asked (a webhook), because it recognises the reference itself;
 * - a refusal for good throws `accounting.refused` (the bill can't be posted like this; says why), an outage or a doubt
 *   `accounting.unavailable` (may be tried again after `find`; `details.retryAfterSeconds` where the other side named a time), and what
 *   only a person can put right there (two bills under one reference) `accounting.differs`;
 * - `post` resolves only when the other side has it durably.
 */
export type Connector = {
  /** Stable name, part of the reference: `hledger`, `csv`, `webhook-1a2b3c4d`. */
  readonly target: string
  /**
   * How long after a call ended, in whatever way, the other side may still bring its bill about (a request it goes on with after we hung
   * up) and not yet show it to `find` (an index that lags), both together. Absent: `find` is right at once.
   */
  readonly searchLagMs?: number
  post(bill: Bill, reference: string): Promise<Receipt>
  find(reference: string): Promise<Receipt | null>
  /**
   * The bill of this very document under whatever reference of ours: of the same invoice at another version, or of the same original and
   * invoice number. Only records that are older than the books make a difference to `find`. Absent: the other side can't be asked so.
   */
  findDocument?(bill: Bill): Promise<Receipt | null>
}

/** What connectors get beside the company's settings for them. */
export type ConnectorPorts = {
  /** Folder of this company's books; made when it is needed. */
  folder: string
  now: () => Date
}
