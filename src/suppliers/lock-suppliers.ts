import { sql } from 'kysely'
import type { DatabaseTransaction } from '../database/index.ts'

/** Whoever makes, changes or merges a company's suppliers waits here for the others, so that nobody makes one twice. */
export async function lockSuppliers(transaction: DatabaseTransaction, companyId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`suppliers|${companyId}`}))`.execute(transaction)
}
