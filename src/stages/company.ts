import { Company } from '../../schemas/company.ts'
import type { Database } from '../database/index.ts'
import { BillhookError } from '../errors.ts'

/** The company's settings. @throws BillhookError `intake.unknown-company` */
export async function loadCompany(db: Database, companyId: string): Promise<Company> {
  const row = await db.selectFrom('company').selectAll().where('id', '=', companyId).executeTakeFirst()
  if (!row) throw new BillhookError('intake.unknown-company', `There is no company "${companyId}".`)
  const { id, name, own, policy, connectors, code_lists: codeLists, language } = row
  return Company.parse({
    id,
    name,
    own,
    policy,
    connectors,
    ...(codeLists && { codeLists }),
    ...(language && { language }),
  })
}
