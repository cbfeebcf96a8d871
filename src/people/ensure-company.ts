import type { Company } from '../../schemas/company.ts'
import type { Database } from '../database/index.ts'
import { asJson } from '../database/json.ts'

/** Makes the company if it is not there; one that is there keeps its settings. */
export async function ensureCompany({ db, now }: { db: Database; now: () => Date }, company: Company): Promise<void> {
  await db
    .insertInto('company')
    .values({
      id: company.id,
      name: company.name,
      own: asJson(company.own),
      policy: asJson(company.policy),
      connectors: asJson(company.connectors),
      created_at: now(),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}
