import type { Company } from '../../schemas/company.ts'
import type { Database } from '../database/index.ts'
import { asJson } from '../database/json.ts'

/** Makes the company at the first start; what was changed in the settings since then is left alone. */
export async function ensureCompany(
  { db, now }: { db: Database; now: () => Date },
  { id, name, own, policy, connectors }: Company,
): Promise<void> {
  await db
    .insertInto('company')
    .values({
      id,
      name,
      own: asJson(own),
      policy: asJson(policy),
      connectors: asJson(connectors),
      created_at: now(),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}
