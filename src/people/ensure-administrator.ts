import type { Database } from '../database/index.ts'
import { addPerson } from './person.ts'
import { issueSignInLink } from './sign-in-link.ts'

/** Minutes; whoever installs Billhook may read the terminal much later. */
const FIRST_LINK_MINUTES = 24 * 60

export type EnsureAdministratorPorts = {
  db: Database
  now: () => Date
  newId: () => string
  publicUrl: string
}

/**
 * Sees to it that the company has an administrator: the first start makes one with this mail address. Until somebody has signed in as
 * administrator, every start gives a fresh one-time link to print; the ones before it are void.
 * @returns null when an administrator of the company has signed in before.
 */
export async function ensureAdministrator(
  { db, now, newId, publicUrl }: EnsureAdministratorPorts,
  { companyId, email }: { companyId: string; email: string },
): Promise<{ email: string; url: string; expiresAt: Date } | null> {
  return await db.transaction().execute(async (transaction) => {
    const administrators = await transaction
      .selectFrom('membership')
      .innerJoin('person', 'person.id', 'membership.person_id')
      .select(['person.id', 'person.email'])
      .where('membership.company_id', '=', companyId)
      .where('membership.role', '=', 'admin')
      .orderBy('person.created_at')
      .execute()
    const first =
      administrators[0] ??
      (await addPerson(transaction, {
        person: { email, name: 'Administrator' },
        companyId,
        role: 'admin',
        now,
        newId,
      }))
    const known = administrators.length > 0 ? administrators.map(({ id }) => id) : [first.id]
    const used = await transaction
      .selectFrom('sign_in_link')
      .select('token_hash')
      .where('person_id', 'in', known)
      .where('used_at', 'is not', null)
      .executeTakeFirst()
    if (used) return null
    await transaction.deleteFrom('sign_in_link').where('person_id', '=', first.id).execute()
    const link = await issueSignInLink(transaction, {
      personId: first.id,
      now,
      publicUrl,
      minutes: FIRST_LINK_MINUTES,
    })
    return { email: first.email, ...link }
  })
}
