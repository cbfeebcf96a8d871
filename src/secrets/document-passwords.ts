/**
 * Passwords of protected documents. A company has some that are tried on every document which needs one; an invoice may have one that a
 * person entered for it. They are kept encrypted, go to the child process that opens the document, and nowhere else: people and programs
 * see their labels.
 */
import type { Database, DatabaseTransaction } from '../database/index.ts'
import { BillhookError } from '../errors.ts'
import { appendEvent } from '../pipeline/audit.ts'
import type { Secrets } from './seal.ts'

export type PasswordPorts = { db: Database; now: () => Date; newId: () => string; secrets: Secrets }

/** What may be shown of a password. */
export type DocumentPassword = {
  id: string
  label: string
  /** The only invoice it is for; null: every document of the company. */
  invoiceId: string | null
  createdBy: string
  createdAt: Date
  /** When it opened a document, last. */
  usedAt: Date | null
}

/** A PDF takes no longer one (ISO 32000-2, 7.6.4.3.3: 127 bytes of UTF-8). */
export const MOST_PASSWORD_CHARACTERS = 127
/** Each is tried on every document that needs one, a few milliseconds each. */
const MOST_PASSWORDS = 50
const contextOf = (companyId: string, id: string) => `document-password/${companyId}/${id}`

/** The company's passwords by their labels, the newest first. */
export async function listPasswords(db: Database, companyId: string): Promise<DocumentPassword[]> {
  const rows = await db
    .selectFrom('company_secret')
    .select(['id', 'label', 'invoice_id', 'created_by', 'created_at', 'used_at'])
    .where('company_id', '=', companyId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    label: row.label,
    invoiceId: row.invoice_id,
    createdBy: row.created_by,
    createdAt: row.created_at,
    usedAt: row.used_at,
  }))
}

/** Keeps a password for all documents of the company. @throws BillhookError `http.invalid-request` when it has enough of them */
export async function addPassword(
  { db, now, newId, secrets }: PasswordPorts,
  { companyId, label, password, actor }: { companyId: string; label: string; password: string; actor: string },
): Promise<DocumentPassword> {
  const known = await listPasswords(db, companyId)
  if (known.filter(({ invoiceId }) => invoiceId === null).length >= MOST_PASSWORDS) {
    throw new BillhookError(
      'http.invalid-request',
      `There are ${MOST_PASSWORDS} passwords already. Remove one that is not needed any more.`,
    )
  }
  const [id, at] = [newId(), now()]
  await db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('company_secret')
      .values({
        id,
        company_id: companyId,
        invoice_id: null,
        label,
        sealed: secrets.seal(password, contextOf(companyId, id)),
        keep: true,
        created_by: actor,
        created_at: at,
      })
      .execute()
    const event = { companyId, invoiceId: null, at, actor, data: { id, label } }
    await appendEvent(transaction, { ...event, kind: 'company.password-added' })
  })
  return { id, label, invoiceId: null, createdBy: actor, createdAt: at, usedAt: null }
}

/** @throws BillhookError `http.not-found` */
export async function removePassword(
  { db, now }: Pick<PasswordPorts, 'db' | 'now'>,
  { companyId, id, actor }: { companyId: string; id: string; actor: string },
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const removed = await transaction
      .deleteFrom('company_secret')
      .where('company_id', '=', companyId)
      .where('id', '=', id)
      .returning(['label', 'invoice_id'])
      .executeTakeFirst()
    if (!removed) throw new BillhookError('http.not-found', `There is no password ${id} of ${companyId}.`)
    const event = { companyId, invoiceId: removed.invoice_id, at: now(), actor, data: { id, label: removed.label } }
    await appendEvent(transaction, { ...event, kind: 'company.password-removed' })
  })
}

export type EnteredPassword = {
  companyId: string
  invoiceId: string
  password: string
  /** Whether it becomes the company's once it has opened the document. */
  keep: boolean
  label: string
  actor: string
}

/** Keeps the password that a person entered for one invoice, in place of an earlier one. */
export async function enterForInvoice(
  transaction: DatabaseTransaction,
  { entered, ports }: { entered: EnteredPassword; ports: Omit<PasswordPorts, 'db'> },
): Promise<void> {
  const { companyId, invoiceId, password, keep, label, actor } = entered
  const id = ports.newId()
  await transaction.deleteFrom('company_secret').where('invoice_id', '=', invoiceId).execute()
  await transaction
    .insertInto('company_secret')
    .values({
      id,
      company_id: companyId,
      invoice_id: invoiceId,
      label,
      sealed: ports.secrets.seal(password, contextOf(companyId, id)),
      keep,
      created_by: actor,
      created_at: ports.now(),
    })
    .execute()
}

/** A password that may open a document. */
export type Candidate = {
  id: string
  label: string
  password: string
  /** A person entered it for this invoice, and whether for the company too. */
  entered: { keep: boolean; by: string } | null
}

/**
 * What may open the invoice's document: what was entered for it first, then the company's, the last used first.
 * `lost`: how many can't be decrypted with this installation's key.
 */
export async function readCandidates(
  { db, secrets }: Pick<PasswordPorts, 'db' | 'secrets'>,
  { companyId, invoiceId }: { companyId: string; invoiceId: string },
): Promise<{ candidates: Candidate[]; lost: number }> {
  const rows = await db
    .selectFrom('company_secret')
    .selectAll()
    .where('company_id', '=', companyId)
    .where((row) => row.or([row('invoice_id', 'is', null), row('invoice_id', '=', invoiceId)]))
    .execute()
  const lastUse = (row: (typeof rows)[number]) => (row.used_at ?? row.created_at).getTime()
  rows.sort((a, b) => Number(b.invoice_id !== null) - Number(a.invoice_id !== null) || lastUse(b) - lastUse(a))
  const candidates = rows.flatMap((row): Candidate[] => {
    const password = secrets.unseal(row.sealed, contextOf(companyId, row.id))
    const entered = row.invoice_id === null ? null : { keep: row.keep, by: row.created_by }
    return password === null ? [] : [{ id: row.id, label: row.label, password, entered }]
  })
  return { candidates, lost: rows.length - candidates.length }
}

/** Records that a password opened the document: one that was entered to be kept is the company's from now on. */
export async function noteUse(
  transaction: DatabaseTransaction,
  {
    companyId,
    used,
    candidates,
    at,
  }: { companyId: string; used: Candidate; candidates: readonly Candidate[]; at: Date },
): Promise<void> {
  const ofCompany = candidates.filter(({ entered }) => entered === null)
  const isKnown = ofCompany.some(({ password }) => password === used.password)
  const keeps = used.entered?.keep === true && !isKnown && ofCompany.length < MOST_PASSWORDS
  await transaction
    .updateTable('company_secret')
    .set({ used_at: at, ...(keeps ? { invoice_id: null } : {}) })
    .where('id', '=', used.id)
    .execute()
  if (!keeps || used.entered === null) return
  const event = { companyId, invoiceId: null, at, actor: used.entered.by, data: { id: used.id, label: used.label } }
  await appendEvent(transaction, { ...event, kind: 'company.password-added' })
}

/** Forgets a password that a person entered and that did not open the document. */
export async function forgetEntered(transaction: DatabaseTransaction, id: string): Promise<void> {
  await transaction.deleteFrom('company_secret').where('id', '=', id).where('invoice_id', 'is not', null).execute()
}
