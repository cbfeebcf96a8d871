import type { Selectable } from 'kysely'
import type { DatabaseTransaction } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import type { SupplierLessonTable } from '../database/schema.ts'
import type { Learned, NewLesson } from '../extraction/lessons/learn-lessons.ts'
import { likelihoodOfLesson } from '../extraction/lessons/likelihood-of-lesson.ts'
import { canonicalJson } from '../pipeline/audit.ts'

type Lesson = Selectable<SupplierLessonTable>

/** Ways to read one thing of one layout; the worst gives way to a new one. */
const MOST_WAYS = 3

/**
 * Keeps what an invoice taught: lessons that held or failed on it are counted, new ones are added where none held, and its layout is kept.
 * What it taught before is taken back first, but for lessons that other bills have confirmed.
 */
export async function keepLessons(
  transaction: DatabaseTransaction,
  {
    ports: { newId, now },
    supplierId,
    invoiceId,
    learned,
  }: {
    ports: { newId: () => string; now: () => Date }
    supplierId: string
    invoiceId: string
    learned: Learned
  },
): Promise<void> {
  const wasLearned = await takeBack(transaction, invoiceId)
  const layoutId = await keepLayout(transaction, { id: newId(), supplierId, invoiceId, learned, wasLearned, at: now() })
  const known = await transaction
    .selectFrom('supplier_lesson')
    .selectAll()
    .where('supplier_id', '=', supplierId)
    .execute()
  const judged = known.filter(({ id, invoice_id }) => id in learned.verdicts && invoice_id !== invoiceId)
  const verdicts = Object.fromEntries(judged.map(({ id }) => [id, learned.verdicts[id]!]))
  await countVerdicts(transaction, verdicts, 1)
  for (const lesson of learned.lessons) {
    const ofLayout = lesson.ofLayout ? layoutId : null
    const same = known.filter(
      ({ kind, subject, layout_id }) => kind === lesson.kind && subject === lesson.subject && layout_id === ofLayout,
    )
    if (same.some((one) => teaches(one, { lesson, invoiceId, held: verdicts[one.id] === true }))) continue
    // One way of writing follows another; several places may be right.
    await forgetWorst(transaction, same, lesson.kind === 'format' ? 1 : MOST_WAYS)
    await transaction
      .insertInto('supplier_lesson')
      .values({
        id: newId(),
        supplier_id: supplierId,
        layout_id: ofLayout,
        kind: lesson.kind,
        subject: lesson.subject,
        content: asJson(lesson.content),
        hits: 0,
        misses: 0,
        invoice_id: invoiceId,
        edited_by: null,
        forgotten_at: null,
        created_at: now(),
      })
      .execute()
  }
  await transaction
    .insertInto('supplier_learning')
    .values({ invoice_id: invoiceId, supplier_id: supplierId, verdicts: asJson(verdicts), outcomes: asJson({}) })
    .onConflict((conflict) => conflict.column('invoice_id').doUpdateSet({ verdicts: asJson(verdicts) }))
    .execute()
}

/** Whether a lesson that is known makes the new one needless: it held, says the same, or was forgotten or edited by a person. */
function teaches(
  known: Lesson,
  { lesson, invoiceId, held }: { lesson: NewLesson; invoiceId: string; held: boolean },
): boolean {
  if (known.forgotten_at !== null) return known.invoice_id === invoiceId
  return held || known.edited_by !== null || canonicalJson(known.content) === canonicalJson(lesson.content)
}

/** Takes off what the invoice has added to the counts, and its own lessons that nobody has used or changed. @returns whether there was any */
async function takeBack(transaction: DatabaseTransaction, invoiceId: string): Promise<boolean> {
  const before = await transaction
    .selectFrom('supplier_learning')
    .select('verdicts')
    .where('invoice_id', '=', invoiceId)
    .executeTakeFirst()
  if (before) await countVerdicts(transaction, before.verdicts, -1)
  await transaction
    .deleteFrom('supplier_lesson')
    .where('invoice_id', '=', invoiceId)
    .where('hits', '=', 0)
    .where('misses', '=', 0)
    .where('edited_by', 'is', null)
    .where('forgotten_at', 'is', null)
    .execute()
  return before !== undefined
}

async function countVerdicts(
  transaction: DatabaseTransaction,
  verdicts: Record<string, boolean>,
  by: 1 | -1,
): Promise<void> {
  for (const column of ['hits', 'misses'] as const) {
    const ids = Object.keys(verdicts).filter((id) => verdicts[id] === (column === 'hits'))
    if (ids.length === 0) continue
    await transaction
      .updateTable('supplier_lesson')
      .set((row) => ({ [column]: row(column, '+', by) }))
      .where('id', 'in', ids)
      .execute()
  }
}

async function keepLayout(
  transaction: DatabaseTransaction,
  {
    id,
    supplierId,
    invoiceId,
    learned,
    wasLearned,
    at,
  }: { id: string; supplierId: string; invoiceId: string; learned: Learned; wasLearned: boolean; at: Date },
): Promise<string> {
  const print = asJson(learned.print)
  if (learned.layoutId === null) {
    await transaction
      .insertInto('supplier_layout')
      .values({ id, supplier_id: supplierId, print, invoice_id: invoiceId, created_at: at })
      .execute()
    return id
  }
  // An invoice that is learned from again is no other bill of the layout.
  if (!wasLearned)
    await transaction.updateTable('supplier_layout').set({ print }).where('id', '=', learned.layoutId).execute()
  return learned.layoutId
}

async function forgetWorst(transaction: DatabaseTransaction, lessons: readonly Lesson[], most: number): Promise<void> {
  const alive = lessons.filter(({ forgotten_at, edited_by }) => forgotten_at === null && edited_by === null)
  if (alive.length < most) return
  const worst = alive.toSorted((a, b) => likelihoodOfLesson(a) - likelihoodOfLesson(b))[0]!
  await transaction.deleteFrom('supplier_lesson').where('id', '=', worst.id).execute()
}
