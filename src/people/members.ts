import type { Role } from '../../schemas/company.ts'
import type { Language } from '../../schemas/said.ts'
import type { Database, DatabaseTransaction } from '../database/index.ts'
import { BillhookError } from '../errors.ts'
import { appendEvent } from '../pipeline/audit.ts'
import { addPerson, type Person } from './person.ts'

export type Member = Person & { role: Role }
type MemberPorts = { db: Database; now: () => Date; newId: () => string }

/** Who belongs to the company, by mail address. */
export async function listMembers(db: Database | DatabaseTransaction, companyId: string): Promise<Member[]> {
  return await db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select(['person.id', 'person.email', 'person.name', 'person.language', 'membership.role'])
    .where('membership.company_id', '=', companyId)
    .orderBy('person.email')
    .execute()
}

/**
 * Lets somebody into the company with this role, or changes the role of somebody who is in.
 * @throws BillhookError `http.invalid-request` when the company would be left without an administrator.
 */
export async function putMember(
  { db, now, newId }: MemberPorts,
  {
    companyId,
    email,
    name,
    role,
    language,
    actor,
  }: {
    companyId: string
    email: string
    name: string
    role: Role
    language?: Language | null | undefined
    actor: string
  },
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const person = await addPerson(transaction, { person: { email, name, language }, companyId, role, now, newId })
    await assertAdministrator(transaction, companyId)
    const data = { email: person.email, role }
    await appendEvent(transaction, { companyId, invoiceId: null, at: now(), actor, kind: 'member.put', data })
  })
}

/**
 * Takes somebody out of the company; what they did stays in the audit trail.
 * @throws BillhookError `http.not-found`; `http.invalid-request` for the last administrator.
 */
export async function removeMember(
  { db, now }: Pick<MemberPorts, 'db' | 'now'>,
  { companyId, personId, actor }: { companyId: string; personId: string; actor: string },
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const member = (await listMembers(transaction, companyId)).find(({ id }) => id === personId)
    if (!member) throw new BillhookError('http.not-found', 'This person does not belong to the company.')
    await transaction
      .deleteFrom('membership')
      .where('company_id', '=', companyId)
      .where('person_id', '=', personId)
      .execute()
    await assertAdministrator(transaction, companyId)
    const data = { email: member.email }
    await appendEvent(transaction, { companyId, invoiceId: null, at: now(), actor, kind: 'member.removed', data })
  })
}

async function assertAdministrator(transaction: DatabaseTransaction, companyId: string): Promise<void> {
  const members = await listMembers(transaction, companyId)
  if (members.some(({ role }) => role === 'admin')) return
  throw new BillhookError(
    'http.invalid-request',
    'The company would be left without an administrator. Make somebody else one first.',
  )
}
