import type { OwnIdentity } from '../../schemas/company.ts'
import type { Database, DatabaseTransaction } from '../database/index.ts'
import { isFreeMail } from './free-mail.ts'
import type { Ours } from './identifiers.ts'

/** What is ours: the company's own names and numbers, and the mail domains of the people who belong to it. */
export async function readOurs(
  db: Database | DatabaseTransaction,
  { companyId, own }: { companyId: string; own: OwnIdentity },
): Promise<Ours> {
  const people = await db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select('person.email')
    .where('company_id', '=', companyId)
    .execute()
  const domains = people.map(({ email }) => email.split('@').at(-1)!.toLowerCase())
  return { own, domains: [...new Set(domains)].filter((domain) => !isFreeMail(domain)) }
}
