import type { Role } from '../../schemas/company.ts'
import type { Language } from '../../schemas/said.ts'
import type { Database } from '../database/index.ts'

export type Person = {
  id: string
  email: string
  name: string /** Null: none was chosen. */
  language: Language | null
}
export type Membership = { companyId: string; companyName: string; role: Role }

/** Whoever acts in one company: a person who is signed in, or an API key. */
export type Actor = {
  /** How the audit trail and `touched_by` name them: a mail address, or `key:NAME`. */
  name: string
  role: Role
}

/** Mail addresses of people are kept in lower case. */
export async function findPersonByEmail(db: Database, email: string): Promise<Person | null> {
  const row = await db
    .selectFrom('person')
    .select(['id', 'email', 'name', 'language'])
    .where('email', '=', email.trim().toLowerCase())
    .executeTakeFirst()
  return row ?? null
}

/** The person with the companies they belong to, in the order of the companies' names; null when there is no such person (any more). */
export async function findPerson(
  db: Database,
  personId: string,
): Promise<{ person: Person; memberships: Membership[] } | null> {
  const person = await db
    .selectFrom('person')
    .select(['id', 'email', 'name', 'language'])
    .where('id', '=', personId)
    .executeTakeFirst()
  if (!person) return null
  const memberships = await db
    .selectFrom('membership')
    .innerJoin('company', 'company.id', 'membership.company_id')
    .select(['company.id as companyId', 'company.name as companyName', 'membership.role'])
    .where('membership.person_id', '=', personId)
    .orderBy('company.name')
    .execute()
  return { person, memberships }
}

/**
 * Makes the person known and a member of the company with this role; a person who is known already gets the role, and the language if one is
 * given. In the caller's
 * transaction or on its own.
 */
export async function addPerson(
  db: Database,
  {
    person,
    companyId,
    role,
    now,
    newId,
  }: {
    person: { email: string; name: string; language?: Language | null | undefined }
    companyId: string
    role: Role
    now: () => Date
    newId: () => string
  },
): Promise<Person> {
  const email = person.email.trim().toLowerCase()
  await db
    .insertInto('person')
    .values({ id: newId(), email, name: person.name, created_at: now() })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .execute()
  if (person.language !== undefined)
    await db.updateTable('person').set({ language: person.language }).where('email', '=', email).execute()
  const known = await db
    .selectFrom('person')
    .select(['id', 'email', 'name', 'language'])
    .where('email', '=', email)
    .executeTakeFirstOrThrow()
  await db
    .insertInto('membership')
    .values({ person_id: known.id, company_id: companyId, role })
    .onConflict((conflict) => conflict.columns(['person_id', 'company_id']).doUpdateSet({ role }))
    .execute()
  return known
}
