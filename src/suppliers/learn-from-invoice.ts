import { mergeCodings } from '../../schemas/coding.ts'
import type { Draft } from '../../schemas/draft.ts'
import type { SupplierMemory } from '../../schemas/lesson.ts'
import type { Database, DatabaseTransaction } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import type { Learned, LessonInput } from '../extraction/lessons/learn-lessons.ts'
import type { ObjectStore } from '../object-store/index.ts'
import { appendEvent } from '../pipeline/audit.ts'
import { billProblems } from '../pipeline/bill.ts'
import { STATUSES_APPROVED, STATUSES_WITHDRAWN } from '../pipeline/lifecycle.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { loadCompany } from '../stages/company.ts'
import { confirmedPart } from './confirmed-part.ts'
import { type Identifier, identifiersOfDraft, phonesOf } from './identifiers.ts'
import { keepLessons } from './keep-lessons.ts'
import { keepPrecision, type ReadValues, readValuesOf } from './keep-precision.ts'
import { addIdentifiers, createSupplier } from './keep-supplier.ts'
import { lockSuppliers } from './lock-suppliers.ts'
import { type Match, matchSupplier } from './match-supplier.ts'
import { readOurs } from './ours.ts'
import { readTranscript, senderOf } from './read-sources.ts'
import { loadMemory } from './supplier-memory.ts'

export type LearnPorts = {
  db: Database
  objects: ObjectStore
  now: () => Date
  newId: () => string
  /** Learns from a bill; in a process of its own, because a long one takes seconds. */
  learn: (input: LessonInput) => Promise<Learned>
}

const BILLS: readonly Draft['type'][] = ['invoice', 'credit-note', 'receipt']
/** Somebody else may create the supplier or teach it at the same moment; then it is looked at again. */
const LOOKS = 5

/**
 * Learns from an invoice that was noted (`noteLesson`): finds or makes its supplier, adds what recognizes it, and keeps the lessons and how
 * well it was read. All of it in one transaction with the note's end, so a kill loses and doubles nothing. What the invoice taught
 * before is replaced.
 */
export async function learnFromInvoice(ports: LearnPorts, invoiceId: string): Promise<void> {
  const { db } = ports
  const due = await db.selectFrom('lesson_due').selectAll().where('id', '=', invoiceId).executeTakeFirst()
  if (!due) return
  const invoice = await db.selectFrom('invoice').selectAll().where('id', '=', invoiceId).executeTakeFirst()
  const { draft = null } = invoice ?? {}
  if (!invoice || draft === null || !BILLS.includes(draft.type) || STATUSES_WITHDRAWN.includes(invoice.status)) {
    await endNote(db, due)
    return
  }
  const { own } = await loadCompany(db, invoice.company_id)
  const ours = await readOurs(db, { companyId: invoice.company_id, own })
  const transcript = await readTranscript(ports.objects, invoice)
  const found = [
    ...identifiersOfDraft(draft, { from: await senderOf(db, invoice), ours }),
    ...(transcript ? phonesOf(transcript) : []),
  ]
  const read = await readValuesOf(db, invoiceId)
  for (let look = 1; look <= LOOKS; look += 1) {
    const known = await recognize(db, { invoice, draft, found })
    const { memory, seen } = await remember(db, { supplierId: known?.supplierId ?? null, invoiceId })
    const learned = transcript
      ? await ports.learn({ transcript, own, memory, ...confirmedPart(invoice, { draft, read }) })
      : null
    const done = await db.transaction().execute(async (transaction) => {
      await lockSuppliers(transaction, invoice.company_id)
      const match = await recognize(transaction, { invoice, draft, found })
      const now = await remember(transaction, { supplierId: match?.supplierId ?? null, invoiceId })
      if (match?.supplierId !== known?.supplierId || now.seen !== seen) return false
      await keep(transaction, { ports, due, invoice, draft, read, found, match, learned })
      return true
    })
    if (done) return
  }
  throw new Error(`Invoice ${invoiceId} was not learned from: its supplier changed ${LOOKS} times meanwhile.`)
}

type Due = { id: string; noted: number; actor: string }

async function keep(
  transaction: DatabaseTransaction,
  {
    ports,
    due,
    invoice,
    draft,
    read,
    found,
    match,
    learned,
  }: {
    ports: LearnPorts
    due: Due
    invoice: InvoiceRow
    draft: Draft
    read: ReadValues
    found: readonly Identifier[]
    match: Match | null
    learned: Learned | null
  },
): Promise<void> {
  const at = ports.now()
  const { id: invoiceId, company_id: companyId, status } = invoice
  const isComplete = billProblems(draft).length === 0
  // Nobody is known, and what a person left unfinished makes nobody.
  if (!match && !isComplete) {
    await endNote(transaction, due)
    return
  }
  const supplierId = match?.supplierId ?? (await createSupplier(transaction, { ports, invoice, draft }))
  const trusted = STATUSES_APPROVED.includes(status)
  await addIdentifiers(transaction, { companyId, supplierId, found, invoiceId, trusted, at })
  if (learned) await keepLessons(transaction, { ports, supplierId, invoiceId, learned })
  if (status !== 'in-review') await keepPrecision(transaction, { supplierId, invoiceId, draft, read })
  await transaction
    .updateTable('supplier')
    .set({ updated_at: at, ...codingOf(draft) })
    .where('id', '=', supplierId)
    .execute()
  if (invoice.supplier_match?.by !== 'person' || invoice.supplier_id === null)
    await setSupplier(transaction, { invoiceId, supplierId, match })
  // The invoice, its note, the trail: in the order in which a move takes them, which would otherwise wait for us, and we for it.
  await endNote(transaction, due)
  await appendEvent(transaction, {
    companyId,
    invoiceId,
    at,
    actor: due.actor,
    kind: match ? 'supplier.learned' : 'supplier.created',
    data: { supplierId, lessons: learned?.lessons.length ?? 0 },
  })
}

/** Ends the note, but for one that came meanwhile. */
async function endNote(db: Database | DatabaseTransaction, { id, noted }: Due): Promise<void> {
  await db.deleteFrom('lesson_due').where('id', '=', id).where('noted', '=', noted).execute()
}

/** Whom a person has picked, whom the invoice taught before, or whom the bill names. */
async function recognize(
  db: Database | DatabaseTransaction,
  { invoice, draft, found }: { invoice: InvoiceRow; draft: Draft; found: readonly Identifier[] },
): Promise<Match | null> {
  const isPicked = invoice.supplier_match?.by === 'person'
  if (isPicked && invoice.supplier_id !== null) return { supplierId: invoice.supplier_id, because: [] }
  const vatId = found.find(({ kind }) => kind === 'vat-id')?.value
  // Whom a person has said it is not is not asked for again.
  const match = isPicked ? null : await matchSupplier(db, { companyId: invoice.company_id, found, vatId })
  if (match) return match
  const taught = await db
    .selectFrom('supplier')
    .select('id')
    .where('created_from', '=', invoice.id)
    .where('company_id', '=', invoice.company_id)
    .executeTakeFirst()
  return taught
    ? { supplierId: taught.id, because: [`the supplier of ${draft.fields.invoiceNumber?.value ?? 'this'}`] }
    : null
}

/** What is known of the supplier, and by what one sees that it has changed meanwhile. */
async function remember(
  db: Database | DatabaseTransaction,
  { supplierId, invoiceId }: { supplierId: string | null; invoiceId: string },
): Promise<{ memory: SupplierMemory; seen: string }> {
  if (supplierId === null) return { memory: { supplierId: '', layouts: [], lessons: [] }, seen: '' }
  const memory = await loadMemory(db, { supplierId, unlike: invoiceId })
  return { memory, seen: JSON.stringify([memory.layouts.map(({ id }) => id), memory.lessons.map(({ id }) => id)]) }
}

/** How its bills are booked: the bill's own coding, then that of its first line. */
function codingOf({ coding, lines }: Draft) {
  const booked = mergeCodings(coding, ...lines.map((line) => line.coding))
  return Object.keys(booked).length > 0 ? { coding: asJson(booked) } : {}
}

async function setSupplier(
  transaction: DatabaseTransaction,
  { invoiceId, supplierId, match }: { invoiceId: string; supplierId: string; match: Match | null },
): Promise<void> {
  const because = match?.because ?? ['its first bill']
  await transaction
    .updateTable('invoice')
    .set({ supplier_id: supplierId, supplier_match: asJson({ by: 'match' as const, because }) })
    .where('id', '=', invoiceId)
    .execute()
}
